// The bell: what a customer does is told to support, who goes there, marks it as read, and chooses what to be told.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, serve, visitor } from '../harness.mjs';

let shop;
let browser;
before(async () => { [shop, browser] = await Promise.all([serve(), launch()]); });
after(async () => { await browser?.close(); await shop?.stop(); });

/** What the bell says; nothing while there is nothing unread. */
async function bell(page) {
  await page.goto('/');
  return (await page.$('.bell .count')) ? Number((await page.textContent('.bell .count')).trim()) : 0;
}

for (const script of [true, false]) {
  const how = script ? 'with script' : 'without script';

  test(`a ticket is told to support, who goes there and marks it as read, ${how}`, async () => {
    const support = await visitor(browser, shop.base, { role: 'support', script });
    const { page } = support;
    const before = await bell(page);
    const colleague = await visitor(browser, shop.base, { role: 'operations', script });
    await colleague.page.goto('/tickets/new');
    await colleague.page.fill('#f-subject', `铃声 ${how}`);
    await colleague.page.fill('#f-description', '登录后页面空白。');
    await colleague.page.fill('#f-buyer', '王采购');
    await colleague.page.click('form[action="/do/open-ticket"] button');
    await colleague.page.waitForSelector('.conversation');
    const no = new URL(colleague.page.url()).pathname.split('/').pop();
    let now = before;
    for (let tries = 0; now === before && tries < 40; tries += 1) {
      await new Promise((done) => { setTimeout(done, 250); });
      now = await bell(page);
    }
    assert.equal(now, before + 1, 'told once');

    await page.click('.bell');
    await page.waitForSelector('.notifications');
    assert.equal(new URL(page.url()).search, '?unread=true');
    const first = page.locator('.notifications li').first();
    assert.match(await first.textContent(), new RegExp(`客户提交了工单[^]*${no} 铃声 ${how}[^]*李运营`));
    await first.locator('a').click();
    await page.waitForSelector('.conversation');
    assert.equal(new URL(page.url()).pathname, `/tickets/${no}`);
    if (!script) {
      await page.goto('/notifications?unread=true');
      await page.locator('.notifications li').first().locator('button').click();
      await page.waitForSelector('.tabs');
    }
    for (let tries = 0; (await bell(page)) !== before && tries < 20; tries += 1);
    assert.equal(await bell(page), before, 'what was opened or marked is read');
    await page.goto('/notifications?unread=false');
    assert.match(await page.textContent('.notifications'), new RegExp(no));
    await support.context.close();
    await colleague.context.close();
  });

  test(`all are marked as read, ${how}`, async () => {
    const role = script ? 'finance' : 'owner';
    const { context, page, complaints } = await visitor(browser, shop.base, { role, script });
    assert.ok(await bell(page) > 0, 'the demo has some');
    await page.goto('/notifications');
    await page.click('form[action="/do/read-notifications"] button');
    await page.waitForSelector('.toast, .notice');
    assert.equal(await bell(page), 0);
    await page.goto('/notifications?unread=true');
    assert.match(await page.textContent('.empty'), /没有未读通知/);
    assert.deepEqual(complaints, []);
    await context.close();
  });

  test(`what one is told is chosen and goes back to the defaults, ${how}`, async () => {
    const { context, page, complaints } = await visitor(browser, shop.base, { role: 'operations', script });
    await page.goto('/account');
    await page.click('a[href="/account/notifications"]');
    const box = page.locator('input[value="ticket.opened:mail"]');
    const usual = await box.isChecked();
    await box.setChecked(!usual);
    await page.fill('#f-from', '19:00');
    await page.click('form[action="/do/choose-notifications"] button.primary');
    await page.waitForSelector('.error-summary');
    assert.equal(await box.isChecked(), !usual, 'what was chosen is kept');
    await page.fill('#f-from', '08:30');
    await page.selectOption('#f-digest', '17');
    await page.click('form[action="/do/choose-notifications"] button.primary');
    await page.waitForSelector('td.changed');
    assert.equal(await page.inputValue('#f-from'), '08:30');
    assert.equal(await page.inputValue('#f-digest'), '17');
    await page.click('button[popovertarget="ask-reset"], a[href="#ask-reset"], .page-head button');
    await page.click('form[action="/do/reset-notifications"] button');
    await page.waitForSelector('td:not(.changed)');
    assert.equal(await box.isChecked(), usual);
    assert.equal(await page.locator('td.changed').count(), 0);
    assert.deepEqual(complaints, []);
    await context.close();
  });
}

test('on a phone the bell stands at the top', async () => {
  const { context, page } = await visitor(browser, shop.base, { role: 'auditor' });
  await page.setViewportSize({ width: 390, height: 844 });
  for (const path of ['/notifications', '/account/notifications']) {
    await page.goto(path);
    assert.ok(await page.isVisible('.bell'));
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(wide <= 390, `${path} is ${wide} wide`);
  }
  await context.close();
});

// Finding orders, opening one, cancelling an unpaid one.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { awake, launch, serve, visitor } from '../harness.mjs';

let shop;
let browser;
before(async () => { [shop, browser] = await Promise.all([serve(), launch()]); });
after(async () => { await browser?.close(); await shop?.stop(); });

const numbers = (page) => page.$$eval('table.ledger tbody th a', (all) => all.map((a) => a.textContent));
const count = async (page, tab) => Number((await page.locator('.tabs a').nth(tab).locator('.count').textContent()).replaceAll(',', ''));

for (const script of [true, false]) {
  const how = script ? 'with script' : 'without script';

  test(`tabs, filters and pages agree, ${how}`, async () => {
    const { context, page, complaints } = await visitor(browser, shop.base, { role: 'operations', script });
    await page.goto('/orders');
    const all = await count(page, 0);
    const states = [await count(page, 1), await count(page, 2), await count(page, 3), await count(page, 4)];
    assert.equal(all, states.reduce((a, b) => a + b));
    await page.selectOption('[name=business_kind]', 'joint');
    await page.click('.filter-actions button');
    await page.waitForURL(/business_kind=joint/);
    const joint = await count(page, 0);
    assert.ok(joint > 0 && joint < all);
    assert.equal(await page.locator('.chips .chip').count(), 1);

    const first = await numbers(page);
    assert.equal(first.length, 20);
    await page.click('a[rel=next]');
    await page.waitForURL(/after=/);
    const second = await numbers(page);
    assert.equal(new Set([...first, ...second]).size, 40, 'no order twice');
    await page.click('a[rel=prev]');
    await page.waitForURL(/before=/);
    assert.deepEqual(await numbers(page), first);

    await page.click('.chips .chip');
    await page.waitForURL((url) => !url.search.includes('joint'));
    assert.equal(await count(page, 0), all);
    assert.deepEqual(complaints, []);
    await context.close();
  });

  test(`the search box takes numbers and Chinese names, ${how}`, async () => {
    const { context, page } = await visitor(browser, shop.base, { role: 'finance', script });
    await page.goto('/orders');
    const [number] = await numbers(page);
    const customer = await page.locator('td[data-label="客户"]').first().textContent();
    await page.fill('[name=q]', number);
    await page.press('[name=q]', 'Enter');
    await page.waitForURL(/q=/);
    assert.deepEqual(await numbers(page), [number]);
    await page.fill('[name=q]', customer.slice(0, 4));
    await page.press('[name=q]', 'Enter');
    await page.waitForLoadState();
    assert.ok((await numbers(page)).length >= 1);
    await page.fill('[name=q]', '没有这样的客户');
    await page.press('[name=q]', 'Enter');
    await page.waitForSelector('.empty');
    await context.close();
  });

  test(`an unpaid order is cancelled once, with a reason, ${how}`, async () => {
    const { context, page } = await visitor(browser, shop.base, { role: 'operations', script });
    await page.goto('/orders?state=pending_payment');
    await page.click('table.ledger tbody th a');
    await page.waitForSelector('.columns');
    await page.click('button[popovertarget=cancel]');
    await page.fill('#cancel [name=reason]', '客户来电：不再需要');
    await page.click('#cancel button.seal');
    await page.waitForSelector('.toast');
    assert.equal(await page.locator('.page-head .tag').textContent(), '已取消');
    assert.match(await page.textContent('.timeline'), /客户来电：不再需要/);
    assert.equal(await page.$('button[popovertarget=cancel]'), null);
    await context.close();
  });
}

test('what cannot be read in the address is named and ignored', async () => {
  const { context, page } = await visitor(browser, shop.base, { role: 'owner' });
  await page.goto('/orders?state=lost&created_from=soon&size=-1&unknown=1');
  assert.equal(await page.locator('.notice li').count(), 3);
  assert.equal((await numbers(page)).length, 20);
  await context.close();
});

test('columns, density and views stay', async () => {
  const { context, page } = await visitor(browser, shop.base, { role: 'operations' });
  await page.goto('/orders?state=completed');
  await page.locator('summary', { hasText: '列设置' }).click();
  await page.check('input[name=columns][value=reseller]');
  await page.uncheck('input[name=columns][value=created]');
  await page.locator('form[action="/orders"]:not([role]) button').click();
  await page.waitForURL(/columns=/);
  assert.match(page.url(), /state=completed/);
  assert.equal(await page.locator('thead th', { hasText: '经销商' }).count(), 1);
  await page.locator('summary', { hasText: '视图' }).click();
  await page.fill('#view-name', '已完成 · 经销商');
  await page.click('form[action="/do/keep-view"] button');
  await page.waitForSelector('.toast');
  await page.goto('/orders');
  await page.locator('summary', { hasText: '视图' }).click();
  await page.locator('.views a', { hasText: '已完成 · 经销商' }).click();
  await page.waitForURL(/columns=/);
  assert.match(page.url(), /state=completed/);
  await context.close();
});

test('keys: j, Enter, g o, slash and the palette', async () => {
  const { context, page } = await visitor(browser, shop.base, { role: 'owner' });
  await page.goto('/orders');
  await awake(page);
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  const second = await page.locator('tr.cursor th a').textContent();
  await page.keyboard.press('Enter');
  await page.waitForSelector('.columns');
  assert.equal(await page.textContent('h1'), second);
  await awake(page);
  await page.keyboard.press('g');
  await page.keyboard.press('o');
  await page.waitForSelector('.tabs');
  await awake(page);
  await page.keyboard.press('/');
  assert.equal(await page.evaluate(() => document.activeElement.name), 'q');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k');
  await page.waitForSelector('dialog.palette[open]');
  await page.keyboard.type('结算');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/settlement/);
  await context.close();
});

test('two clicks at once cancel once', async () => {
  const { context, page } = await visitor(browser, shop.base, { role: 'owner' });
  await page.goto('/orders?state=pending_payment');
  const [number] = await numbers(page);
  const headers = { cookie: (await context.cookies()).map((c) => `${c.name}=${c.value}`).join('; '), 'content-type': 'application/x-www-form-urlencoded', referer: `${shop.base}/orders/${number}` };
  const body = `order_no=${number}&reason=twice`;
  const answers = await Promise.all([1, 2].map(() => fetch(`${shop.base}/do/cancel-order`, { method: 'POST', headers, body, redirect: 'manual' })));
  assert.ok(answers.every((a) => a.status === 303));
  await page.goto(`/orders/${number}`);
  assert.equal(await page.locator('.timeline li', { hasText: '订单取消' }).count(), 1);
  await context.close();
});

// Settlement rules: drafted by one, replayed over a month, published by another.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, serve, visitor } from '../harness.mjs';

let shop;
let browser;
before(async () => { [shop, browser] = await Promise.all([serve(), launch()]); });
after(async () => { await browser?.close(); await shop?.stop(); });

async function draft(page, from) {
  await page.goto('/settlement');
  await page.click('main a[href="/settlement/rules"]');
  await page.waitForURL(/\/settlement\/rules$/);
  await page.locator('main a[href="/settlement/rules/new"]').first().click();
  await page.waitForURL(/\/rules\/new$/);
  await page.selectOption('[name=formula]', 'general');
  await page.selectOption('[name=scope]', 'delivery/license');
  await page.fill('[name=effective_from]', from);
  await page.selectOption('[name=ratio_kind]', 'usual');
  await page.fill('[name=ratio]', '1e5');
  await page.click('form[action="/do/save-rule"] button.primary');
  await page.waitForSelector('[name=ratio][aria-invalid=true]');
  assert.equal(await page.inputValue('[name=effective_from]'), from, 'what was entered is kept');
  await page.fill('[name=ratio]', '4%');
  await page.click('form[action="/do/save-rule"] button.primary');
  await page.waitForURL(/\/settlement\/rules\/\d+$/);
  return page.url();
}

for (const script of [true, false]) {
  const how = script ? 'with script' : 'without script';

  test(`a rule is drafted by one and published by another, ${how}`, async () => {
    const finance = await visitor(browser, shop.base, { role: 'finance', script });
    const { page } = finance;
    const url = await draft(page, script ? '2026-10-01' : '2027-03-01');
    assert.equal(await page.$('form[action="/do/publish-rule"]'), null, 'nobody publishes what they wrote');
    await page.click('form[action="/do/replay-rule"] button.primary');
    await page.waitForURL(url);
    const owner = await visitor(browser, shop.base, { role: 'owner', script });
    await owner.page.goto(url);
    await owner.page.click('[popovertarget=ask-publish]');
    await owner.page.locator('#ask-publish form button.seal').click();
    await owner.page.waitForSelector('.tag[data-tone=success]');
    assert.equal(await owner.page.$('form[action="/do/save-rule"]'), null, 'what is published does not change');
    assert.deepEqual([...finance.complaints, ...owner.complaints], []);
    await owner.context.close();
    await finance.context.close();
  });
}

test('a draft is given up, and an auditor reads the rules', async () => {
  const { context, page } = await visitor(browser, shop.base, { role: 'finance' });
  const url = await draft(page, '2028-01-01');
  await page.click('[popovertarget=ask-discard]');
  await page.locator('#ask-discard form button.seal').click();
  await page.waitForURL(/\/settlement\/rules$/);
  await context.close();
  const auditor = await visitor(browser, shop.base, { role: 'auditor' });
  await auditor.page.goto('/settlement/rules');
  assert.equal(await auditor.page.$('a[href="/settlement/rules/new"]'), null);
  await auditor.page.goto(url);
  assert.equal(await auditor.page.$('form[action="/do/save-rule"]'), null);
  await auditor.context.close();
});

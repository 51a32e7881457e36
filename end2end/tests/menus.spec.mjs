// What opens closes again, what is said leaves, and a long list of choices is narrowed.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, serve, visitor } from '../harness.mjs';

let shop;
let browser;
let draft;
before(async () => {
  [shop, browser] = await Promise.all([serve(), launch()]);
  const { context, page } = await visitor(browser, shop.base, { role: 'finance' });
  await page.goto('/settlement');
  await page.click('main a[href^="/settlement/months/"] >> nth=0');
  await page.click('form[action="/do/draft-statement"] button >> nth=0');
  await page.waitForURL(/\/settlement\/\d+$/);
  draft = page.url();
  await context.close();
});
after(async () => { await browser?.close(); await shop?.stop(); });

const ways = { Escape: (page) => page.keyboard.press('Escape'), 'a press beside it': (page) => page.click('h1') };

for (const [how, leave] of Object.entries(ways)) {
  test(`menus and formulas close by ${how}`, async () => {
    const { context, page } = await visitor(browser, shop.base, { role: 'finance' });
    await page.goto('/orders');
    await page.click('details.menu > summary >> nth=0');
    assert.equal(await page.locator('details.menu[open]').count(), 1);
    await leave(page);
    assert.equal(await page.locator('details.menu[open]').count(), 0);
    await page.goto(draft);
    await page.click('details.formula > summary >> nth=0');
    assert.equal(await page.locator('details.formula[open]').count(), 1);
    await leave(page);
    assert.equal(await page.locator('details.formula[open]').count(), 0);
    await context.close();
  });

  test(`on a phone, what else there is closes by ${how}`, async () => {
    const { context, page } = await visitor(browser, shop.base, { role: 'owner' });
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto('/products');
    await page.click('details.more > summary');
    assert.ok(await page.locator('details.more a[href="/journal"]').isVisible());
    await leave(page);
    assert.equal(await page.locator('details.more[open]').count(), 0);
    await context.close();
  });
}

test('what was done is said for a while, longer while somebody reads it', async () => {
  const { context, page } = await visitor(browser, shop.base, { role: 'owner' });
  await page.clock.install();
  await page.goto('/staff');
  await page.click('tbody tr:has-text("support@") a >> nth=0');
  await page.click('form[action="/do/set-grants"] button');
  await page.waitForSelector('.toast');
  await page.hover('.toast');
  await page.clock.runFor(20_000);
  assert.equal(await page.locator('.toast').count(), 1, 'it waits for its reader');
  await page.mouse.move(0, 0);
  await page.clock.runFor(7_000);
  assert.equal(await page.locator('.toast').count(), 1);
  await page.clock.runFor(2_000);
  assert.equal(await page.locator('.toast').count(), 0, 'and leaves');
  await context.close();
});

test('products that support looks after are found by name and id', async () => {
  const { context, page } = await visitor(browser, shop.base, { role: 'owner' });
  await page.goto('/staff');
  await page.click('tbody tr:has-text("support@") a >> nth=0');
  const shown = () => page.locator('.choice-list .choice:visible').count();
  const ticked = await page.locator('.choice-list input:checked').count();
  const all = await shown();
  const last = page.locator('.choice-list .choice:not(:has(input:checked)) >> nth=-1');
  const code = (await last.locator('small').textContent()).trim();
  await page.fill('[data-narrows]', code.toLowerCase());
  assert.equal(await shown(), ticked + 1, 'that one, and those that are ticked');
  await page.press('[data-narrows]', 'Enter');
  assert.match(page.url(), /\/staff/);
  await last.locator('input').check();
  await page.fill('[data-narrows]', '');
  assert.equal(await shown(), all);
  await page.click('form[action="/do/set-grants"] button');
  await page.waitForSelector('.toast');
  assert.equal(await page.locator('.choice-list input:checked').count(), ticked + 1);
  await context.close();
});

// Narrowing the orders further, views that change, and what is done with ticked orders.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { launch, serve, visitor } from '../harness.mjs';

let shop;
let browser;
before(async () => { [shop, browser] = await Promise.all([serve(), launch()]); });
after(async () => { await browser?.close(); await shop?.stop(); });

const count = async (page, tab) => Number((await page.locator('.tabs a').nth(tab).locator('.count').textContent()).replaceAll(',', ''));
const more = async (page) => {
  const closed = page.locator('form.filters details.more-filters:not([open]) > summary');
  if (await closed.count()) await closed.click();
};

for (const script of [true, false]) {
  const how = script ? 'with script' : 'without script';

  test(`several states are ticked, and days are told from today, ${how}`, async () => {
    const { context, page, complaints } = await visitor(browser, shop.base, { role: 'operations', script });
    await page.goto('/orders');
    const both = await count(page, 1) + await count(page, 2);
    await more(page);
    await page.check('.filters [name=state][value=pending_payment]');
    await page.check('.filters [name=state][value=processing]');
    await page.click('.filter-actions button');
    await page.waitForURL(/state=/);
    assert.match(await page.textContent('.page-head'), new RegExp(`共 ${both} 个订单`));
    assert.equal(await page.textContent('.chips .chip'), '状态：待付款 / 处理中 ×');
    await page.selectOption('[name=date]', 'this_year');
    await more(page);
    for (const what of ['payment', 'opening', 'acceptance']) await page.check(`.filters [name=overdue][value=${what}]`);
    await page.click('.filter-actions button');
    await page.waitForURL(/date=this_year/);
    const late = await page.locator('tbody tr').count();
    assert.ok(late > 0 && late < both);
    assert.equal(await page.locator('tbody .late').count(), late, 'each says how late it is');
    await page.click('.list-foot a');
    await page.waitForURL(/sum=1/);
    assert.match(await page.textContent('.list-foot'), /个订单实付合计.*¥/s);
    assert.deepEqual(complaints, []);
    await context.close();
  });

  test(`a view is changed, saved, renamed and removed, ${how}`, async () => {
    const { context, page } = await visitor(browser, shop.base, { role: 'operations', script });
    await page.goto('/orders?state=completed');
    await page.locator('summary', { hasText: '视图' }).click();
    await page.fill('#view-name', `已完成 ${how}`);
    await page.locator('form', { has: page.locator('#view-name') }).locator('button').click();
    await page.waitForSelector('.toast');
    const tab = page.locator('.view-links a', { hasText: how });
    await tab.click();
    await page.waitForURL(/view=\d+/);
    assert.equal(await page.locator('.view-changes').count(), 0);
    await page.selectOption('[name=date]', 'last_month');
    await page.click('.filter-actions button');
    await page.waitForURL(/date=last_month/);
    assert.match(await tab.textContent(), /已修改/);
    await page.click('.view-changes a');
    await page.waitForURL((url) => !url.search.includes('last_month'));
    await page.selectOption('[name=date]', 'last_month');
    await page.click('.filter-actions button');
    await page.waitForURL(/date=last_month/);
    await page.click('.view-changes button');
    await page.waitForSelector('.toast');
    assert.equal(await page.locator('.view-changes').count(), 0);
    await page.locator('summary', { hasText: '视图' }).click();
    await page.fill('#view-rename', `上月 ${how}`);
    await page.locator('form', { has: page.locator('#view-rename') }).locator('button').click();
    await page.waitForSelector('.toast');
    await page.goto('/orders');
    await page.locator('.view-links a', { hasText: `上月 ${how}` }).click();
    await page.waitForURL(/date=last_month/);
    await page.locator('summary', { hasText: '视图' }).click();
    await page.locator('.views li', { hasText: `上月 ${how}` }).locator('.icon-button').click();
    await page.click('.views .dialog:popover-open .seal');
    await page.waitForSelector('.toast');
    assert.equal(await page.locator('.view-links a', { hasText: how }).count(), 0);
    await context.close();
  });

  test(`ticked orders are taken away as a file, ${how}`, async () => {
    const { context, page } = await visitor(browser, shop.base, { role: 'finance', script });
    await page.goto('/orders');
    const numbers = await page.$$eval('table.ledger tbody th a', (all) => all.slice(1, 3).map((a) => a.textContent));
    for (const number of numbers) await page.check(`tbody input[value="${number}"]`);
    const button = page.locator('.selection button[name=format][value=csv]');
    const [download] = await Promise.all([page.waitForEvent('download'), button.click()]);
    const lines = readFileSync(await download.path(), 'utf8').trim().split('\r\n').slice(1);
    assert.deepEqual([...new Set(lines.map((line) => line.split(',')[0]))], numbers);
    await context.close();
  });
}

// Reconciliations: a file is uploaded, its columns are confirmed, and its differences are worked through, with and without script.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, serve, visitor } from '../harness.mjs';

let shop;
let browser;
before(async () => { [shop, browser] = await Promise.all([serve(), launch()]); });
after(async () => { await browser?.close(); await shop?.stop(); });

for (const script of [true, false]) {
  test(`a bill of the marketplace is compared with ours, ${script ? 'with script' : 'without script'}`, async () => {
    const { context, page, complaints } = await visitor(browser, shop.base, { role: 'finance', script });
    await page.goto('/reconciliations');
    const month = (await page.textContent('.list tbody td:nth-of-type(1)')).trim();
    await page.click('a[href="/reconciliations/new"]');
    await page.fill('[name=period]', month);
    const content = `云市场账单\n单据,应付款,币种\nE2E-${script},12.50,CNY\n合计,12.50\n`;
    await page.setInputFiles('[name=file]', { name: 'market.csv', mimeType: 'text/csv', buffer: Buffer.from(content) });
    await page.click('main form button.primary');
    await page.waitForURL(/\/reconciliations\/\d+$/);
    // Nothing is recognised: both columns are said.
    await page.waitForSelector('.notice[data-tone="warning"]');
    assert.equal(await page.locator('button[value=compare]').count(), 0);
    await page.selectOption('select[name="column 单据"]', 'order_no');
    await page.selectOption('select[name="column 应付款"]', 'amount');
    await page.click('button[value=again]');
    await page.waitForSelector('button[value=compare]');
    assert.match(await page.textContent('.mapping'), /12\.50/);
    await page.fill('[name=name]', `方式 ${script}`);
    await page.click('button[value=compare]');
    await page.waitForSelector('.sum-up', { timeout: 30_000 });
    await page.goto(`${page.url().split('?')[0]}?state=missing_here`);
    assert.match(await page.textContent('#lines tbody'), new RegExp(`E2E-${script}`));
    await page.check('#lines tbody [name=line]');
    await page.click('button[value=explain]');
    await page.waitForSelector('.error-summary, [aria-invalid=true]');
    await page.check('#lines tbody [name=line]');
    await page.fill('[name=note]', '测试单据');
    await page.click('button[value=explain]');
    await page.waitForURL(/#lines$/);
    await page.waitForSelector('#lines tbody .said');
    assert.match(await page.textContent('#lines tbody'), /已说明.*测试单据/s);
    await page.check('#lines tbody [name=line]');
    await page.click('button[value=reopen]');
    await page.waitForSelector('#lines tbody .said', { state: 'detached' });
    await page.goto('/reconciliations/new');
    assert.match(await page.textContent('[name=mapping]'), new RegExp(`方式 ${script}`));
    assert.deepEqual(complaints, []);
    await context.close();
  });
}

// Bringing orders in from a file, and taking them away as one.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { awake, figures, launch, letIn, serve, visitor } from '../harness.mjs';

let shop;
let browser;
before(async () => { [shop, browser] = await Promise.all([serve(), launch()]); });
after(async () => { await browser?.close(); await shop?.stop(); });

const HEAD = '订单号,商品名称,客户名称,状态,创建时间,成交价,支付时间';

function file(name, lines) {
  const path = join(shop.folder, name);
  writeFileSync(path, lines.join('\r\n'));
  return path;
}

for (const script of [true, false]) {
  const how = script ? 'with script' : 'without script';
  const tag = script ? 'A' : 'B';

  test(`good rows go in, bad ones are named, ${how}`, async () => {
    const path = file(`orders-${tag}.csv`, [HEAD,
      `CSE2E${tag}0001,智能客服,上海云梯科技有限公司,processing,2026-11-01 10:00:00,"1,234.50",2026-11-01 10:05:00`,
      `CSE2E${tag}0002,智能客服,上海云梯科技有限公司,不存在的状态,2026-11-01 10:00:00,100,`,
      `CSE2E${tag}0003,智能客服,上海云梯科技有限公司,completed,2026-11-01 10:00:00,１００．５０,2026-11-01 10:05:00`]);
    const { context, page, complaints } = await visitor(browser, shop.base, { role: 'operations', script });
    await page.goto('/imports/new');
    if (script) await awake(page);
    await page.setInputFiles('input[type=file]', path);
    await page.click('form[action="/imports"] button.primary');
    await page.waitForSelector('form[action="/do/apply-import"]');
    assert.deepEqual(await figures(page), ['2', '0', '0', '1'], 'what it would do');
    assert.equal((await page.request.get(`/orders/CSE2E${tag}0001`)).status(), 404, 'nothing is in yet');
    await letIn(page);
    assert.deepEqual(await figures(page), ['2', '0', '0', '1']);
    assert.match(await page.textContent('table.ledger tbody'), /3[\s\S]*state/);
    assert.equal(await page.locator(`a[href="/orders/CSE2E${tag}0001"]`).count(), 1, 'which orders it brought in');
    await page.click('form[action="/do/deal-with-import"] button');
    await page.click('form[action="/do/reopen-import"] button');
    assert.equal(await page.locator('form[action="/do/deal-with-import"]').count(), 1);
    await page.goto(`/orders/CSE2E${tag}0001`);
    assert.match(await page.textContent('tfoot'), /1,234\.50/);
    assert.deepEqual(complaints, []);
    await context.close();
  });
}

test('the same file twice changes nothing', async () => {
  const path = file('again.csv', [HEAD, 'CSE2EC0001,智能客服,北京远山软件,processing,2026-11-01 10:00:00,50,2026-11-01 10:05:00']);
  const { context, page } = await visitor(browser, shop.base, { role: 'owner' });
  for (const expected of [['1', '0', '0', '0'], ['0', '0', '1', '0']]) {
    await page.goto('/imports/new');
    await awake(page);
    await page.setInputFiles('input[type=file]', path);
    await page.click('form[action="/imports"] button.primary');
    await letIn(page);
    assert.deepEqual(await figures(page), expected);
  }
  await context.close();
});

test('how a file is written can be put right, and the file thrown away', async () => {
  const path = file('comma.csv', ['order_no;product_name;customer_name;deal_price;state;created_at', 'CSE2ED0001;P;C;1.200;processing;03/04/2026']);
  for (const script of [true, false]) {
    const { context, page } = await visitor(browser, shop.base, { role: 'operations', script, lang: 'en' });
    await page.goto('/imports/new');
    if (script) await awake(page);
    await page.setInputFiles('input[type=file]', path);
    await page.click('form[action="/imports"] button.primary');
    await page.waitForSelector('form[action="/do/look-again"]');
    assert.deepEqual(await figures(page), ['0', '0', '0', '1']);
    assert.match(await page.textContent('section.block table.ledger tbody'), /two months/);
    await page.click('form[action="/do/look-again"] details:not(.mapping) summary');
    await page.selectOption('[name=numbers]', 'comma');
    await page.selectOption('[name=dates]', 'day_first');
    await page.click('form[action="/do/look-again"] button');
    await page.waitForFunction(() => document.querySelector('.figures dd')?.textContent === '1');
    assert.deepEqual(await figures(page), ['1', '0', '0', '0']);
    await page.click('form[action="/do/drop-import"] button');
    await page.waitForURL(/\/imports$/);
    assert.equal((await page.goto('/orders/CSE2ED0001')).status(), 404);
    await context.close();
  }
});

test('a file that is not what it says is refused in words', async () => {
  const path = join(shop.folder, 'picture.xlsx');
  writeFileSync(path, Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0]));
  const { context, page } = await visitor(browser, shop.base, { role: 'operations' });
  await page.goto('/imports/new');
  await awake(page);
  await page.setInputFiles('input[type=file]', path);
  await page.click('form[action="/imports"] button.primary');
  await page.waitForURL(/\/imports$/);
  assert.match(await page.textContent('.error-summary'), /PNG|图片|picture|image/i);
  await context.close();
});

test('an export holds what was filtered, and can be imported again', async () => {
  const { context, page } = await visitor(browser, shop.base, { role: 'operations' });
  await page.goto('/orders?state=pending_payment');
  const count = Number((await page.locator('.tabs a[aria-current] .count').textContent()).replaceAll(',', ''));
  await page.locator('summary', { hasText: '导出' }).click();
  const button = page.locator('form[action="/do/export"] button[value=csv]');
  const [download] = await Promise.all([page.waitForEvent('download'), button.click()]);
  assert.equal(download.suggestedFilename(), '订单-待付款.csv');
  const path = join(shop.folder, 'export.csv');
  await download.saveAs(path);
  await page.goto('/imports/new');
  await awake(page);
  await page.setInputFiles('input[type=file]', path);
  await page.click('form[action="/imports"] button.primary');
  await letIn(page);
  const [created, updated, unchanged, rejected] = (await figures(page)).map((n) => Number(n.replaceAll(',', '')));
  assert.deepEqual([created, updated, rejected], [0, 0, 0]);
  assert.ok(unchanged >= count);
  await context.close();
});

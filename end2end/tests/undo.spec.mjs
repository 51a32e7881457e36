// An import is undone, or the page says what stands in the way.
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
const row = (number, price) => `${number},撤销测试商品,撤销测试客户,processing,2026-11-01 10:00:00,${price},2026-11-01 10:05:00`;

async function bring(page, name, lines, script) {
  const path = join(shop.folder, name);
  writeFileSync(path, [HEAD, ...lines].join('\r\n'));
  await page.goto('/imports/new');
  if (script) await awake(page);
  await page.setInputFiles('input[type=file]', path);
  await page.click('form[action="/imports"] button.primary');
  await letIn(page);
  return page.url();
}

for (const script of [true, false]) {
  const tag = script ? 'A' : 'B';

  test(`an import is undone while nothing stands on it, ${script ? 'with' : 'without'} script`, async () => {
    const { context, page, complaints } = await visitor(browser, shop.base, { role: 'operations', script });
    const [one, two] = [`CSUNDO${tag}1`, `CSUNDO${tag}2`];
    const first = await bring(page, `first-${tag}.csv`, [row(one, 100), row(two, 100)], script);
    const second = await bring(page, `second-${tag}.csv`, [row(one, 90)], script);

    await page.goto(first);
    await page.click('a[href$="/undo"]');
    assert.match(await page.textContent('.notice[data-tone=danger]'), /1 个订单/);
    assert.equal(await page.locator(`table.ledger a[href="/orders/${one}"]`).count(), 1);
    assert.ok(second.endsWith(await page.getAttribute('table.ledger td a', 'href')), 'the import that stands in the way');
    assert.equal(await page.locator('form[action="/do/undo-import"]').count(), 0);

    for (const [url, expected, gone] of [[second, ['0', '1'], false], [first, ['2', '0'], true]]) {
      await page.goto(url);
      await page.click('a[href$="/undo"]');
      assert.deepEqual((await figures(page)).slice(0, 2), expected, 'what it would do');
      await page.click('form[action="/do/undo-import"] button');
      await page.waitForSelector('.tag:has-text("已撤销")', { timeout: 60_000 });
      assert.equal(new URL(page.url()).pathname, new URL(url).pathname);
      assert.match(await page.textContent('.notice[data-tone=success]'), gone ? /移出 2 个订单/ : /恢复 1 个/);
      assert.equal(await page.locator('a[href$="/undo"]').count(), 0, 'once is enough');
      assert.equal((await page.request.get(`/orders/${one}`)).status(), gone ? 410 : 200);
    }
    await page.goto(`/orders?q=${two}`);
    assert.equal(await page.locator(`a[href="/orders/${two}"]`).count(), 0);
    await bring(page, `first-${tag}.csv`, [row(one, 100), row(two, 100)], script);
    assert.deepEqual(await figures(page), ['2', '0', '0', '0'], 'the same file comes in again');
    assert.deepEqual(complaints, []);
    await context.close();
  });
}

// What the columns of a file are: chosen by hand before it goes in.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { awake, figures, launch, letIn, serve, visitor } from '../harness.mjs';

let shop;
let browser;
before(async () => { [shop, browser] = await Promise.all([serve(), launch()]); });
after(async () => { await browser?.close(); await shop?.stop(); });

const CHOICES = { auftrag: 'order_no', zustand: 'state', ware: 'product_name', kunde: 'customer_name', preis: 'deal_price', angelegt: 'created_at' };
const choice = (heading) => `select[name="column ${heading}"]`;
const AGAIN = 'form[action="/do/look-again"]';

async function upload(page, name, lines, script) {
  const path = join(shop.folder, name);
  writeFileSync(path, lines.join('\r\n'));
  await page.goto('/imports/new');
  if (script) await awake(page);
  await page.setInputFiles('input[type=file]', path);
  await page.click('form[action="/imports"] button.primary');
  await page.waitForSelector(AGAIN);
}

for (const script of [true, false]) {
  const tag = script ? 'A' : 'B';

  test(`headings that are not known are chosen by hand, ${script ? 'with' : 'without'} script`, async () => {
    const { context, page, complaints } = await visitor(browser, shop.base, { role: 'operations', script, lang: 'en' });
    await upload(page, `auftraege-${tag}.csv`, [`Auftrag;Zustand;Ware;Kunde;Preis;Angelegt;Notiz ${tag}`,
      `CSCOL${tag}01;completed;P;C;100.00;2026-10-01 12:00:00;x`, `CSCOL${tag}02;processing;P;C;200.00;2026-10-02 12:00:00;y`], script);
    assert.match(await page.textContent('.notice[data-tone=warning]'), /Missing: order_no/);
    assert.match(await page.textContent('.mapping tbody'), new RegExp(`CSCOL${tag}01 · CSCOL${tag}02`), 'the first cells');
    assert.equal(await page.locator('form[action="/do/apply-import"]').count(), 0);
    for (const [heading, field] of Object.entries(CHOICES)) await page.selectOption(choice(heading), field);
    await page.selectOption(choice('angelegt'), 'deal_price');
    await page.click(`${AGAIN} button`);
    await page.waitForSelector('select[aria-invalid=true]');
    assert.equal(await page.locator('select[aria-invalid=true]').count(), 2, 'one field for two columns');
    await page.selectOption(choice('angelegt'), 'created_at');
    await page.click(`${AGAIN} button`);
    await page.waitForSelector('form[action="/do/apply-import"]');
    assert.deepEqual(await figures(page), ['2', '0', '0', '0']);
    await letIn(page);
    assert.deepEqual(await figures(page), ['2', '0', '0', '0']);
    assert.match(await page.textContent('.facts'), /Auftrag → Order/);
    assert.equal((await page.goto(`/orders/CSCOL${tag}01`)).status(), 200);
    assert.deepEqual(complaints, []);
    await context.close();
  });
}

test('what was said is remembered for the next file, told there, and forgotten at a press', async () => {
  for (const script of [true, false]) {
    const { context, page, complaints } = await visitor(browser, shop.base, { role: 'operations', script, lang: 'en' });
    const head = `Auftrag;Zustand;Ware;Kunde;Preis;Angelegt;${script}`;
    const lines = (n) => [head, `CSREM${n}${script ? 1 : 2};completed;P;C;100.00;2026-10-01 12:00:00;x`];
    await upload(page, 'first.csv', lines(1), script);
    for (const [heading, field] of Object.entries(CHOICES)) await page.selectOption(choice(heading), field);
    await page.click(`${AGAIN} button`);
    await letIn(page);
    await upload(page, 'second.csv', lines(2), script);
    await page.waitForSelector('form[action="/do/apply-import"]');
    assert.match(await page.textContent('main'), /remembered of first\.csv[\s\S]*Auftrag → Order/);
    assert.deepEqual(await figures(page), ['1', '0', '0', '0']);
    await letIn(page);
    assert.match(await page.textContent('main'), /remembered of first\.csv/);
    await upload(page, 'third.csv', lines(3), script);
    await page.waitForSelector('form[action="/do/apply-import"]');
    await page.click('form[action="/do/forget-reading"] button');
    await page.waitForSelector('.notice[data-tone=warning]');
    assert.equal(await page.locator('form[action="/do/apply-import"]').count(), 0);
    assert.deepEqual(complaints, []);
    await context.close();
  }
});

test('a heading that is there twice is chosen from', async () => {
  const { context, page } = await visitor(browser, shop.base, { role: 'operations' });
  await upload(page, 'twice.csv', ['订单号,商品名称,客户名称,状态,status,创建时间,成交价', 'CSCOLC01,P,C,completed,ok,2026-11-01 10:00:00,50'], true);
  assert.match(await page.textContent('.notice[data-tone=warning]'), /“状态”、“status”/);
  await page.selectOption(choice('status'), '-');
  await page.click(`${AGAIN} button`);
  await page.waitForSelector('form[action="/do/apply-import"]');
  assert.deepEqual(await figures(page), ['1', '0', '0', '0']);
  await context.close();
});

// Notes on an order, and who looks after it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, serve, visitor } from '../harness.mjs';

let shop;
let browser;
before(async () => { [shop, browser] = await Promise.all([serve(), launch()]); });
after(async () => { await browser?.close(); await shop?.stop(); });

const numbers = (page) => page.$$eval('tbody th a', (all) => all.map((a) => a.textContent.trim()));

/** The numbers of some orders that nobody looks after. */
async function free(page) {
  await page.goto('/orders?state=processing&assignee=nobody');
  return numbers(page);
}

for (const script of [true, false]) {
  const how = script ? 'with script' : 'without script';

  test(`a note is written, corrected and deleted, ${how}`, async () => {
    const { context, page, complaints } = await visitor(browser, shop.base, { role: 'operations', script });
    const [number] = await free(page);
    await page.goto(`/orders/${number}`);
    await page.fill('#f-note', '客户来电 <b>\n见 https://example.com/t/1');
    await page.click('.note-form button');
    await page.waitForSelector('.notes .note-text');
    assert.equal(await page.locator('.notes .note-text').textContent(), '客户来电 <b>\n见 https://example.com/t/1');
    assert.equal(await page.locator('.notes .note-text a').getAttribute('href'), 'https://example.com/t/1');
    assert.equal(await page.locator('.timeline li', { hasText: '写了备注' }).count(), 1);
    await page.click('.note-edit summary');
    await page.fill('.note-edit textarea', '客户改了主意');
    await page.click('.note-edit form.form button');
    await page.waitForSelector('.notes .note-text:text("客户改了主意")');
    assert.match(await page.locator('.timeline li', { hasText: '更正了备注' }).last().textContent(), /客户来电.*客户改了主意/s);
    await page.click('.note-edit summary');
    await page.click('.note-edit > button');
    await page.click('.note-edit .dialog button.seal');
    await page.waitForSelector('.notes .note-text', { state: 'detached' });
    assert.ok(!(await page.content()).includes('客户改了主意'), 'what was deleted is not read here any more');
    assert.deepEqual(complaints, []);
    await context.close();
  });

  test(`an order is taken, given away and released, ${how}`, async () => {
    const { context, page } = await visitor(browser, shop.base, { role: 'operations', script });
    const [, number] = await free(page);
    await page.goto(`/orders/${number}`);
    await page.click('button:text("由我负责")');
    await page.waitForSelector('button:text("不再负责")');
    await page.goto('/orders?assignee=me');
    assert.ok((await numbers(page)).includes(number));
    assert.equal(await page.locator('.chips .chip').first().textContent(), '负责人：我 ×');
    await page.goto('/');
    assert.equal(await page.locator('.todo-list li', { hasText: '由您负责' }).count(), 1);
    await page.goto(`/orders/${number}`);
    await page.click('.more-fields summary');
    await page.selectOption('.more-fields select', 'finance@demo.example');
    await page.click('.more-fields button');
    await page.waitForSelector('.col-side strong:text("王会计")');
    await page.click('button:text("不再负责")');
    await page.waitForSelector('text=还没有负责人');
    await context.close();
  });
}

test('two presses write one note, and who comes second is told who has the order', async () => {
  const { context, page } = await visitor(browser, shop.base, { role: 'operations' });
  const other = await visitor(browser, shop.base, { role: 'finance' });
  const [, , number] = await free(page);
  await page.goto(`/orders/${number}`);
  await other.page.goto(`/orders/${number}`);
  const headers = { cookie: (await context.cookies()).map((c) => `${c.name}=${c.value}`).join('; '), 'content-type': 'application/x-www-form-urlencoded', referer: `${shop.base}/orders/${number}` };
  const body = new URLSearchParams({ order_no: number, key: await page.inputValue('.note-form [name=key]'), note: '两次' });
  const answers = await Promise.all([1, 2].map(() => fetch(`${shop.base}/do/write-note`, { method: 'POST', headers, body, redirect: 'manual' })));
  assert.ok(answers.every((a) => a.status === 303));
  await page.click('button:text("由我负责")');
  await page.waitForSelector('button:text("不再负责")');
  assert.equal(await page.locator('.notes .note-text').count(), 1);
  await other.page.click('button:text("由我负责")');
  await other.page.waitForSelector('text=此订单现在由 李运营 负责');
  await Promise.all([context.close(), other.context.close()]);
});

test('many orders are given to somebody at once', async () => {
  const { context, page } = await visitor(browser, shop.base, { role: 'operations' });
  const chosen = (await free(page)).slice(3, 6);
  for (const number of chosen) await page.check(`tbody input[value="${number}"]`);
  await page.click('.selection > button:text("指定负责人")');
  await page.selectOption('#chosen-assignee', 'finance@demo.example');
  await page.click('.selection .dialog:popover-open button.primary');
  await page.waitForURL(/\/bulk\//);
  assert.equal(await page.locator('tbody .tag[data-tone=success]').count(), 3);
  await page.goto('/orders?assignee=finance@demo.example');
  assert.deepEqual((await numbers(page)).sort(), chosen.sort());
  await context.close();
});

test('support is told of lines that are not shown', async () => {
  const { context, page } = await visitor(browser, shop.base, { role: 'support', lang: 'en' });
  let row;
  for (await page.goto('/orders?size=100'); ; await page.click('a[rel=next], .pager a:text("Next")')) {
    row = page.locator('tbody tr', { hasText: 'more not shown' }).first();
    if (await row.count()) break;
  }
  const [, hidden] = (await row.textContent()).match(/(\d+) more not shown/);
  const lines = Number((await row.textContent()).match(/· (\d+) lines/)?.[1] ?? 1);
  await row.locator('th a').click();
  await page.waitForSelector('.notice');
  assert.match(await page.locator('.notice', { hasText: 'not shown to you' }).textContent(), new RegExp(`^${hidden} more`));
  assert.equal(await page.locator('.ledger tbody tr').count(), lines);
  await context.close();
});

// Tickets of a buyer by the link of the order: asked, answered with files on both sides, solved, rated; and saved answers.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, serve, visitor } from '../harness.mjs';

let shop;
let browser;
before(async () => { [shop, browser] = await Promise.all([serve(), launch()]); });
after(async () => { await browser?.close(); await shop?.stop(); });

const PDF = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n');
const pdf = (name) => ({ name, mimeType: 'application/pdf', buffer: PDF });

/** A link to a delivery, one for each run, and the number of its order. */
async function linked(page, n) {
  await page.goto('/supervisions?node=implement&flow=standard&size=50');
  const number = await page.locator('tbody th a').nth(n).textContent();
  await page.goto(`/supervisions/${number.trim()}`);
  await page.click('summary:text("生成链接")');
  await page.selectOption('#f-language', 'en');
  await page.click('form[action="/do/make-link"] button');
  return [(await page.textContent('.secret')).trim(), number.trim()];
}

/** Opens the part of the page with this name, unless it is open, and gives it. */
async function part(page, named) {
  const found = page.locator('details.buyer-step', { has: page.locator(`summary:text-is("${named}")`) });
  if (await found.getAttribute('open') === null) await found.locator('summary').click();
  return found;
}

/** Says that it is solved; once more when a slow machine has not answered within ten seconds. */
async function solve(page, no, solution) {
  const solved = '.tag:has-text("待确认结果")';
  for (const last of [false, true]) {
    await page.goto(`/tickets/${no}?act=resolve.staff`);
    if (await page.locator(solved).count()) return;
    await page.fill('#f-cause', '缓存过期');
    await page.fill('#f-solution', solution);
    await page.click('.step-form button');
    const seen = await page.waitForSelector(solved, { timeout: last ? 30_000 : 10_000 }).catch(() => null);
    if (seen || last) return assert.ok(seen, 'it is solved');
  }
}

for (const [n, script] of [true, false].entries()) {
  const how = script ? 'with script' : 'without script';

  test(`a buyer asks, is answered, and rates the answer on a phone, ${how}`, async () => {
    const { context, page, complaints } = await visitor(browser, shop.base, { role: 'operations', script });
    const [link, number] = await linked(page, n);
    const phone = await browser.newContext({ viewport: { width: 390, height: 844 }, javaScriptEnabled: script, reducedMotion: 'reduce' });
    const buyer = await phone.newPage();
    await buyer.goto(link);
    assert.match(await buyer.textContent('#tickets'), /Questions and tickets/);
    const ask = await part(buyer, 'Ask something');
    await ask.locator('[name=subject]').fill(`Login fails ${how}`);
    await ask.locator('[name=description]').fill('Since **today**:\n\n- a blank page\n- <script>alert(1)</script>');
    await ask.locator('[name=file]').setInputFiles({ name: 'virus.exe', mimeType: 'application/pdf', buffer: PDF });
    await ask.locator('button').click();
    await buyer.waitForSelector('.error-summary:has-text("virus.exe")');
    assert.equal(await buyer.inputValue('#f-subject'), `Login fails ${how}`, 'what was entered is kept');
    await buyer.locator('#f-ticket-file').setInputFiles([pdf('screen.pdf'), pdf('log.pdf')]);
    await buyer.locator('#tickets form button').click();
    await buyer.waitForSelector('.notice:has-text("Your question is with the merchant")');
    assert.equal(await buyer.locator('.conversation strong').textContent(), 'today');
    assert.match(await buyer.textContent('.conversation'), /<script>alert\(1\)<\/script>/);
    assert.equal(await buyer.locator('.attached a').count(), 2);
    const wide = await buyer.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    assert.ok(!wide, 'it is not wider than the phone');
    assert.deepEqual(await phone.cookies(), [], 'a buyer gets no cookie');
    const no = new URL(buyer.url()).pathname.split('/').pop();

    await page.goto(`/orders/${number}`);
    await page.click(`.asked a:text("Login fails ${how}")`);
    await page.click('.step-form button');
    await page.waitForSelector('.tag:has-text("处理中")');
    await page.selectOption('#f-answer', { label: '请提供日志' });
    await page.fill('#f-body', '您好。');
    await page.click('#write button[name=insert]');
    await page.waitForFunction(() => document.querySelector('#f-body').value.includes('报错的截图或日志'));
    assert.match(await page.inputValue('#f-body'), new RegExp(`^您好。[\\s\\S]*订单号 ${number} 下`));
    await page.setInputFiles('#f-file', pdf('说明.pdf'));
    await page.click('#write .form-actions button');
    await page.waitForSelector('.conversation li:last-child .attached a:text("说明.pdf")');
    await page.fill('#f-body', '内部：客户很急。');
    await page.selectOption('#f-as', 'note');
    await page.click('#write .form-actions button');
    await page.waitForSelector('.conversation [data-public=false]');

    await buyer.goto(`${link}/tickets/${no}`);
    assert.match(await buyer.textContent('.notice'), /It waits for your answer/);
    assert.equal(await buyer.locator('.conversation > li').count(), 2, 'notes are not a buyer\'s');
    const file = await buyer.locator('a:text("说明.pdf")').getAttribute('href');
    assert.equal((await phone.request.get(new URL(file, shop.base).href)).status(), 200);
    const write = await part(buyer, 'Write');
    await write.locator('textarea').fill('Here it is.');
    await write.locator('[name=file]').setInputFiles(pdf('more.pdf'));
    await write.locator('button').click();
    await buyer.waitForSelector('.attached a:text("more.pdf")');

    await solve(page, no, '已清理缓存');
    await buyer.goto(`${link}/tickets/${no}`);
    const reject = await part(buyer, 'Say that it is not solved');
    await reject.locator('textarea').fill('Still blank.');
    await reject.locator('button').click();
    await buyer.waitForSelector('.conversation:has-text("Still blank.")');
    await solve(page, no, '已重建缓存');
    await buyer.goto(`${link}/tickets/${no}`);
    await (await part(buyer, 'Confirm that it is solved')).locator('button').click();
    const rate = await part(buyer, 'Rate');
    await rate.locator('[value="5"]').check();
    await rate.locator('button').click();
    await buyer.waitForSelector('.notice:has-text("Your rating: 5 of 5")');
    assert.equal(await buyer.locator('summary:text-is("Rate")').count(), 0);
    await buyer.goto(link);
    assert.match(await buyer.textContent('#tickets'), new RegExp(`Login fails ${how}`));
    assert.deepEqual(complaints, []);
    await Promise.all([context.close(), phone.close()]);
  });

  test(`saved answers are written, changed and removed, ${how}`, async () => {
    const { context, page, complaints } = await visitor(browser, shop.base, { role: 'support', script });
    await page.goto('/tickets');
    await page.click('a:text("回复模板…")');
    await page.fill('#f-name', `模板 ${how}`);
    await page.fill('#f-body', '您好，{{customer}}');
    await page.click('form[action="/do/save-answer"] button');
    await page.waitForSelector('.error-summary:has-text("{{customer}}")');
    await page.fill('#f-body', '您好，{{buyer}}');
    await page.click('form[action="/do/save-answer"] button');
    const row = page.locator('.answers > li', { hasText: `模板 ${how}` });
    await row.locator('a').click();
    await page.waitForSelector('h2:has-text("修改")');
    assert.equal(await page.inputValue('#f-body'), '您好，{{buyer}}');
    await page.fill('#f-body', '{{buyer}}，您好！');
    await page.click('form[action="/do/save-answer"] button');
    await page.waitForSelector('.answers:has-text("，您好！")');
    await row.locator('form button').click();
    await page.waitForFunction((name) => !document.querySelector('.answers')?.textContent.includes(name), `模板 ${how}`);
    assert.deepEqual(complaints, []);
    await context.close();
  });
}

test('what waits leads to the tickets', async () => {
  const { context, page } = await visitor(browser, shop.base, { role: 'operations' });
  await page.goto('/');
  await page.click('.todo-list a[href^="/tickets?queue=unassigned"]');
  await page.waitForSelector('tbody th a');
  await context.close();
});

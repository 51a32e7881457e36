// Files of a delivery that go up one by one: dropped or chosen, refused in words, broken off and taken up again.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { awake, launch, serve, visitor } from '../harness.mjs';

let shop;
let browser;
before(async () => { [shop, browser] = await Promise.all([serve(), launch()]); });
after(async () => { await browser?.close(); await shop?.stop(); });

/** A PDF of so many bytes; `mark` makes its content its own. */
function pdf(bytes, mark = '') {
  const head = Buffer.from(`%PDF-1.4\n% ${mark}\n1 0 obj<</Type/Catalog>>endobj\n`);
  const tail = Buffer.from('\ntrailer<</Root 1 0 R>>\n%%EOF\n');
  return Buffer.concat([head, Buffer.alloc(Math.max(0, bytes - head.length - tail.length), 0x20), tail]);
}

/** The page of a standard delivery at this step, one for each test. */
async function stand(page, node, n) {
  await page.goto(`/supervisions?node=${node}&flow=standard&size=50`);
  const numbers = await page.$$eval('tbody th a', (all) => all.map((a) => a.textContent.trim()));
  await page.goto(`/supervisions/${numbers[n]}`);
  await awake(page);
  return page.locator('.request', { hasText: '交付验收件' });
}

/** Drops files as a person does, from outside of the browser. */
async function drop(target, files) {
  const given = files.map(({ name, buffer }) => ({ name, text: buffer.toString('latin1') }));
  const data = await target.page().evaluateHandle((given) => {
    const data = new DataTransfer();
    for (const { name, text } of given) data.items.add(new File([text], name, { type: 'application/pdf', lastModified: 1 }));
    return data;
  }, given);
  await target.dispatchEvent('dragover', { dataTransfer: data });
  await target.dispatchEvent('drop', { dataTransfer: data });
}

const files = (page, state) => page.locator(`.files > li[data-state=${state}]`);

test('two files are dropped, one is refused in words, and the page shows the other', async () => {
  const { context, page } = await visitor(browser, shop.base, { role: 'operations' });
  const request = await stand(page, 'implement', 0);
  assert.match(await request.textContent(), /也可以把文件拖到这里/);
  await drop(request.locator('.hand-in'), [
    { name: '验收报告.pdf', buffer: pdf(900) },
    { name: 'setup.exe', buffer: Buffer.from('MZ') },
  ]);
  assert.equal(await files(page, 'ready').count(), 2, 'nothing goes before the button is pressed');
  await request.locator('form.document-form > button').click();
  await files(page, 'refused').waitFor();
  assert.match(await files(page, 'refused').textContent(), /setup\.exe[\s\S]*exe/);
  await files(page, 'done').waitFor();
  assert.match(await request.locator('.hand-in [role=status]').textContent(), /1 个已上传，1 个未被接受/);
  await files(page, 'refused').locator('button').click();
  await page.waitForSelector('.document-name a:text("验收报告.pdf")');
  assert.equal(await page.locator('.files > li').count(), 0);
  // Of several files one takes the place of the document that was chosen.
  await request.locator('select[name=replaces]').selectOption({ label: '验收报告.pdf' });
  const newer = ['新版.pdf', '附页.pdf'].map((name) => ({ name, mimeType: 'application/pdf', buffer: pdf(900, name) }));
  await request.locator('input[type=file]').setInputFiles(newer);
  await request.locator('form.document-form > button').click();
  await page.waitForSelector('.document-name a:text("附页.pdf")');
  assert.equal(await request.locator('.documents').first().locator('li').count(), 2);
  assert.match(await request.locator('.documents').first().textContent(), /新版\.pdf[\s\S]*第 2 版/);
  await context.close();
});

test('a file that is not what it says is refused once, and what was typed meanwhile stays', async () => {
  const { context, page } = await visitor(browser, shop.base, { role: 'operations' });
  const request = await stand(page, 'implement', 2);
  let sent = 0;
  page.on('request', (asked) => { sent += asked.url().includes('/uploads') ? 1 : 0; });
  await request.locator('input[type=file]').setInputFiles([{ name: '假.pdf', mimeType: 'application/pdf', buffer: Buffer.from('plain text') }]);
  await request.locator('form.document-form > button').click();
  await files(page, 'refused').waitFor();
  assert.match(await files(page, 'refused').textContent(), /假\.pdf[\s\S]*pdf/);
  assert.ok(sent <= 4, `${sent} requests`);
  await files(page, 'refused').locator('button').click();
  const result = page.locator('textarea[name=result]').first();
  await result.evaluate((field) => field.closest('details')?.setAttribute('open', ''));
  await result.fill('已按方案上线');
  await request.locator('input[type=file]').setInputFiles([{ name: '真.pdf', mimeType: 'application/pdf', buffer: pdf(900, '真') }]);
  await request.locator('form.document-form > button').click();
  await page.waitForSelector('.document-name a:text("真.pdf")');
  await awake(page);
  await page.waitForFunction(() => document.querySelector('textarea[name=result]').value === '已按方案上线');
  await context.close();
});

test('an upload is paused, goes on, and is taken up again after the page was loaded anew', async () => {
  const { context, page } = await visitor(browser, shop.base, { role: 'operations' });
  let request = await stand(page, 'implement', 1);
  const offsets = [];
  let broken = true;
  await page.route('**/uploads/*', async (route) => {
    if (route.request().method() !== 'PATCH') return route.continue();
    const offset = Number(route.request().headers()['upload-offset']);
    offsets.push(offset);
    // The first piece gets through, the next one never, until the connection is mended.
    if (offset > 0 && broken) return route.abort('connectionreset');
    return route.continue();
  });
  const file = { name: '大文件.pdf', mimeType: 'application/pdf', buffer: pdf(9 << 20) };
  await request.locator('input[type=file]').setInputFiles(file);
  await request.locator('form.document-form > button').click();
  await files(page, 'lost').waitFor();
  assert.match(await files(page, 'lost').textContent(), /连接中断，正在重试/);
  await files(page, 'lost').locator('button', { hasText: '暂停' }).click();
  await files(page, 'paused').waitFor();
  await files(page, 'paused').locator('button', { hasText: '继续' }).click();
  await files(page, 'lost').waitFor();
  await files(page, 'lost').locator('button', { hasText: '暂停' }).click();
  await files(page, 'paused').waitFor();
  page.on('dialog', (dialog) => dialog.accept());
  await page.reload();
  await awake(page);
  request = page.locator('.request', { hasText: '交付验收件' });
  await files(page, 'left').waitFor();
  assert.match(await files(page, 'left').textContent(), /上次传到 44 %/);
  broken = false;
  const from = offsets.length;
  await drop(request.locator('.hand-in'), [{ ...file, name: 'other.pdf', buffer: pdf(700, 'other') }]);
  await request.locator('input[type=file]').setInputFiles(file);
  await request.locator('form.document-form > button').click();
  await page.waitForSelector('.document-name a:text("大文件.pdf")');
  assert.equal(await request.locator('.documents > li').count(), 2);
  assert.ok(offsets.slice(from).includes(4 << 20), `it goes on where it stood: ${offsets}`);
  await context.close();
});

test('a buyer hands files in with a step, on a phone', async () => {
  const { context, page } = await visitor(browser, shop.base, { role: 'operations' });
  await page.goto('/supervisions?node=await_acceptance&flow=standard&size=50');
  const number = (await page.textContent('tbody th a')).trim();
  await page.goto(`/supervisions/${number}`);
  await page.click('summary:text("生成链接")');
  await page.selectOption('#f-language', 'en');
  await page.click('form[action="/do/make-link"] button');
  const link = await page.textContent('.secret');
  const phone = await visitor(browser, shop.base, { width: 390, height: 844, lang: 'en' });
  const buyer = phone.page;
  await buyer.goto(link);
  await awake(buyer);
  await buyer.click('summary:text("Refuse acceptance")');
  const step = buyer.locator('details', { hasText: 'Refuse acceptance' });
  await step.locator('textarea').fill('Two pages are missing.');
  await drop(step.locator('.field').last(), [{ name: 'a.pdf', buffer: pdf(5 << 20) }, { name: 'b.pdf', buffer: pdf(800, 'b') }]);
  await step.locator('form > button').click();
  await buyer.waitForSelector('.notice:has-text("Received")');
  const shown = await buyer.textContent('.buyer');
  assert.match(shown, /a\.pdf/);
  assert.match(shown, /b\.pdf/);
  assert.ok(!await buyer.evaluate(() => document.documentElement.scrollWidth > innerWidth), 'it is not wider than the phone');
  assert.deepEqual(phone.complaints, []);
  await page.goto(`/supervisions/${number}`);
  const last = page.locator('.timeline > li', { hasText: 'Two pages are missing.' });
  assert.match(await last.textContent(), /2 个文件/, 'the step names its documents');
  await phone.context.close();
  await context.close();
});

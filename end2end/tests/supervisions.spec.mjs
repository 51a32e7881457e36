// A delivery from the desk to the buyer's phone: documents, the steps of both sides, and the order that completes.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, serve, visitor } from '../harness.mjs';

let shop;
let browser;
before(async () => { [shop, browser] = await Promise.all([serve(), launch()]); });
after(async () => { await browser?.close(); await shop?.stop(); });

const PDF = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n');
const pdf = (name) => ({ name, mimeType: 'application/pdf', buffer: PDF });

/** The number of a standard delivery at this step, one for each run. */
async function standing(page, node, n) {
  await page.goto(`/supervisions?node=${node}&flow=standard&size=50`);
  const numbers = await page.$$eval('tbody th a', (all) => all.map((a) => a.textContent.trim()));
  assert.ok(numbers.length > n, `${numbers.length} deliveries stand at ${node}`);
  return numbers[n];
}

for (const [n, script] of [true, false].entries()) {
  const how = script ? 'with script' : 'without script';

  test(`a delivery is proven, completed, and accepted by its buyer on a phone, ${how}`, async () => {
    const { context, page, complaints } = await visitor(browser, shop.base, { role: 'operations', script });
    const number = await standing(page, 'implement', n);
    await page.goto(`/supervisions/${number}`);
    assert.match(await page.textContent('.step-form'), /未上传/);
    const request = page.locator('.request', { hasText: '交付验收件' });
    await request.locator('input[type=file]').setInputFiles([pdf('验收报告.pdf'), pdf('截图.pdf')]);
    await request.locator('form.document-form > button').click();
    await page.waitForSelector('.document-name a:text("验收报告.pdf")');
    assert.equal(await request.locator('.documents > li').count(), 2);
    await page.click('.step-form button.primary');
    if (script) assert.ok(await page.locator('#f-result:invalid').count(), 'the browser asks for the result');
    await page.fill('#f-result', '已按约定交付');
    await page.click('.step-form button.primary');
    await page.waitForSelector('[aria-current=step]:has-text("客户确认验收")');
    await page.click('summary:text("生成链接")');
    await page.selectOption('#f-language', 'en');
    await page.click('form[action="/do/make-link"] button');
    const link = await page.textContent('.secret');
    assert.match(link, /\/d\/[\w-]{43}$/);
    const phone = await browser.newContext({ viewport: { width: 390, height: 844 }, javaScriptEnabled: script });
    const buyer = await phone.newPage();
    await buyer.goto(link);
    assert.match(await buyer.textContent('.notice'), /It is your turn now/);
    const wide = await buyer.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    assert.ok(!wide, 'it is not wider than the phone');
    assert.deepEqual(await phone.cookies(), [], 'a buyer gets no cookie');
    await buyer.click('summary:text("Refuse acceptance")');
    await buyer.locator('details', { hasText: 'Refuse acceptance' }).locator('textarea').fill('The report lacks a page.');
    await buyer.locator('details', { hasText: 'Refuse acceptance' }).locator('button').click();
    await buyer.waitForSelector('.notice:has-text("Received")');
    await page.goto(`/supervisions/${number}`);
    assert.match(await page.textContent('.timeline'), /The report lacks a page\./);
    await page.fill('#f-result', '已补充');
    await page.click('.step-form button.primary');
    await buyer.goto(link);
    await buyer.click('button.primary:text("Accept")');
    await buyer.waitForSelector('.notice:has-text("The delivery has ended")');
    await page.goto(`/supervisions/${number}`);
    await page.waitForSelector('.notice:has-text("客户已验收")');
    // The order completes by itself, within moments.
    for (let tries = 0; tries < 50; tries += 1) {
      await page.goto(`/orders/${number}`);
      if (/已完成/.test(await page.textContent('.page-head'))) break;
      await page.waitForTimeout(100);
    }
    assert.match(await page.textContent('.page-head'), /已完成/);
    await page.goto(`/supervisions/${number}`);
    await page.click('form[action="/do/revoke-link"] button');
    assert.equal((await buyer.goto(link)).status(), 410);
    assert.deepEqual(complaints, []);
    await phone.close();
    await context.close();
  });
}

test('an appeal freezes a delivery until it is decided', async () => {
  const { context, page } = await visitor(browser, shop.base, { role: 'operations', script: false });
  const number = await standing(page, 'confirm_requirement', 0);
  await page.goto(`/supervisions/${number}?act=appeal.buyer`);
  await page.fill('#f-comment', '迟迟没有确认');
  await page.click('.step-form button.seal');
  await page.waitForSelector('.notice:has-text("流程冻结")');
  assert.equal(await page.locator('.document-form').count(), 0, 'nobody hands anything in');
  await page.goto(`/supervisions/${number}?act=decide_appeal.operator`);
  await page.selectOption('#f-outcome', 'continue');
  await page.fill('#f-comment', '请商家两日内确认');
  await page.click('.step-form button.seal');
  await page.waitForSelector('[aria-current=step]:has-text("商家确认需求")');
  assert.match(await page.textContent('.col-side'), /裁定：继续办理/);
  await context.close();
});

// What a reseller is owed: asked, drafted, issued, taken away.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { awake, launch, serve, visitor } from '../harness.mjs';

let shop;
let browser;
before(async () => { [shop, browser] = await Promise.all([serve(), launch()]); });
after(async () => { await browser?.close(); await shop?.stop(); });

// A red square of 32 pixels.
const SEAL = 'iVBORw0KGgoAAAANSUhEUgAAACAAAAAgCAIAAAD8GO2jAAAAK0lEQVR4nO3NQQEAAATAQATRP4pYSvC7BdjldMdn9XoHAAAAAAAAAAAAhy3gBQFE4naZuwAAAABJRU5ErkJggg==';

const CASES = [
  ['reseller', 'CNY', '10000', '8000', '6%', '6%', '', '1,800.00'],
  ['reseller', 'CNY', '10000', '8000', '13%', '6%', '', '1,688.50'],
  ['reseller', 'CNY', '999.99', '500', '13%', '3%', '', '410.17'],
  ['reseller', 'CNY', '3.55', '0', '6%', '6%', '', '3.20'],
  ['reseller', 'USD', '8000', '8000', '6%', '6%', '', '0.00'],
  ['reseller', 'JPY', '10000', '8000', '13%', '6%', '', '1,688'],
  ['reseller', 'KWD', '10000', '8000', '13%', '6%', '', '1,688.496'],
  ['reseller_co_sale', 'CNY', '10000', '8000', '13%', '6%', '45%', '844.25'],
];

for (const script of [true, false]) {
  test(`the calculator answers exactly, ${script ? 'in the browser' : 'from the server'}`, async () => {
    const { context, page, complaints } = await visitor(browser, shop.base, { role: 'finance', script });
    await page.goto('/settlement/quote');
    if (script) await awake(page);
    for (const [formula, currency, deal, floor, output, service, ratio, amount] of CASES) {
      await page.selectOption('[name=formula]', formula);
      await page.selectOption('[name=currency]', currency);
      await page.fill('[name=deal]', deal);
      await page.fill('[name=floor]', floor);
      await page.fill('[name=output_tax]', output);
      await page.fill('[name=service_tax]', service);
      await page.fill('[name=ratio]', ratio);
      if (!script) await page.click('form.quote button.primary');
      await comesTo(page, amount);
    }
    await page.selectOption('[name=formula]', 'reseller_co_sale');
    await page.fill('[name=ratio]', '90.01%');
    if (!script) await page.click('form.quote button.primary');
    await page.waitForSelector('[name=ratio][aria-invalid=true]');
    assert.deepEqual(complaints, []);
    await context.close();
  });
}

// What each formula shows first, and the amount that the reference has for it.
const EXAMPLES = [
  ['reseller_co_sale', '1,200.00', ['deal', 'floor', 'ratio', 'output_tax', 'service_tax']],
  ['general', '1,455,000.00', ['sales', 'coupon', 'bear_ratio', 'fee', 'month_paid_total']],
  ['joint_deal', '14,264.15', ['deal', 'quantity', 'duration', 'ratio', 'output_tax', 'partner_tax', 'fee', 'sales']],
  ['joint_floor', '16,301.89', ['list', 'floor_discount', 'quantity', 'duration', 'ratio', 'output_tax', 'partner_tax', 'fee', 'sales']],
  ['selected', '7,200.00', ['floor', 'quantity', 'ratio']],
  ['partner', '1,060.00', ['deal', 'ratio', 'output_tax', 'service_tax']],
  ['international', '560.00', ['sales', 'wht1', 'dst1', 'fee', 'wht2', 'dst2']],
  ['upgrade', '720.00', ['new_price', 'old_price', 'days', 'discount']],
  ['reseller', '1,800.00', ['deal', 'floor', 'ratio', 'output_tax', 'service_tax']],
];

/** Waits for an amount of the calculator, and tells the one that is there when it does not come. */
async function comesTo(page, amount) {
  await page.waitForFunction((a) => document.querySelector('#amount')?.textContent === a, amount, { timeout: 5_000 })
    .catch(async () => assert.equal(await page.textContent('#amount'), amount));
}

for (const script of [true, false]) {
  test(`every formula has its fields and its example, ${script ? 'in the browser' : 'from the server'}`, async () => {
    const { context, page, complaints } = await visitor(browser, shop.base, { role: 'finance', script, lang: script ? 'zh-CN' : 'en', width: 390 });
    const ask = async () => { if (!script) await page.click('form.quote button.primary'); };
    await page.goto('/settlement/quote');
    if (script) await awake(page);
    for (const [formula, amount, names] of EXAMPLES) {
      await page.selectOption('[name=formula]', formula);
      await ask();
      await comesTo(page, amount);
      const shown = await page.$$eval('form.quote .pair input', (all) => all.map((field) => field.name));
      assert.deepEqual(shown, [...names, 'effective_at'], formula);
      assert.equal(await page.inputValue('[name=was]'), formula);
      assert.equal(await page.inputValue('[name=currency]'), formula === 'international' ? 'USD' : 'CNY');
      assert.equal(await page.locator('[aria-invalid=true]').count(), 0, formula);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.equal(wide, 0, formula);
    }
    assert.deepEqual(complaints, []);
    await context.close();
  });

  test(`the effective date chooses the version, and what is wrong stands beside its field, ${script ? 'with' : 'without'} a script`, async () => {
    const { context, page, complaints } = await visitor(browser, shop.base, { role: 'finance', script, lang: 'en' });
    const ask = async () => { if (!script) await page.click('form.quote button.primary'); };
    await page.goto('/settlement/quote?formula=general');
    if (script) await awake(page);
    await comesTo(page, '1,455,000.00');
    assert.match(await page.textContent('.quote-formula'), /1,500,000\.00 × \(1 − 5\.00 % \+ 2\.00 %\)/);
    await page.fill('[name=effective_at]', '2024-02-29');
    await ask();
    await comesTo(page, '1,425,000.00');
    assert.match(await page.textContent('.quote-result'), /version 1[^]*2024-02-29/);
    await page.fill('[name=coupon]', '1500000.01');
    await ask();
    await page.waitForSelector('[name=coupon][aria-invalid=true]');
    assert.match(await page.textContent('#coupon-error'), /too large/);
    assert.equal(await page.locator('#amount').count(), 0);
    // What was wrong there is nothing to the next formula; the date is one of both.
    await page.selectOption('[name=formula]', 'selected');
    await ask();
    await comesTo(page, '7,200.00');
    assert.equal(await page.locator('[aria-invalid=true]').count(), 0);
    assert.equal(await page.inputValue('[name=effective_at]'), '2024-02-29');
    await page.selectOption('[name=formula]', 'general');
    await ask();
    await page.waitForSelector('[name=coupon]');
    // A browser that runs the calculator keeps what was typed there before; a form that is sent has the example.
    assert.equal(await page.inputValue('[name=coupon]'), script ? '1500000.01' : '');
    await page.fill('[name=coupon]', '');
    await page.fill('[name=effective_at]', '');
    await page.selectOption('[name=currency]', 'USD');
    await ask();
    await page.waitForSelector('[name=currency][aria-invalid=true]');
    assert.match(await page.textContent('#currency-error'), /bands of this rule are in CNY/);
    assert.deepEqual(complaints, []);
    await context.close();
  });
}

test('the calculator goes by the keyboard alone', async () => {
  const { context, page, complaints } = await visitor(browser, shop.base, { role: 'finance', lang: 'en' });
  await page.goto('/settlement/quote?formula=upgrade');
  await awake(page);
  await page.focus('[name=formula]');
  const order = [];
  for (let n = 0; n < 8; n += 1) {
    await page.keyboard.press('Tab');
    order.push(await page.evaluate(() => document.activeElement.name || document.activeElement.textContent));
  }
  assert.deepEqual(order, ['currency', 'new_price', 'old_price', 'days', 'discount', 'effective_at', 'Compute', 'Fill in the example']);
  await page.focus('[name=days]');
  await page.keyboard.press('Control+A');
  await page.keyboard.type('10');
  await comesTo(page, '72.00');
  await page.keyboard.press('Enter');
  await page.waitForURL(/days=10/);
  await comesTo(page, '72.00');
  await page.click('form.quote .form-actions a');
  await page.waitForURL(/\?formula=upgrade$/);
  await comesTo(page, '720.00');
  assert.deepEqual(complaints, []);
  await context.close();
});

test('a statement is drafted, issued once, and never changes', async () => {
  const { context, page } = await visitor(browser, shop.base, { role: 'finance' });
  await page.goto('/settlement');
  // The oldest month that is over and not done leads.
  const [first] = await page.$$eval('a[href^="/settlement/months/"]', (all) => all.map((a) => a.textContent));
  await page.locator('a[href^="/settlement/months/"]').first().click();
  assert.match(await page.textContent('h1'), new RegExp(first));
  await page.locator('table form[action="/do/draft-statement"] button').first().click();
  await page.waitForURL(/\/settlement\/\d+/);
  const url = page.url();
  await page.locator('.formula summary').first().click();
  assert.match(await page.locator('.formula[open] .steps').textContent(), /÷ \(1 \+/);
  const again = await context.newPage();
  await again.goto(url);
  await page.locator('button.seal[popovertarget=issue]').click();
  await page.locator('[popover]:popover-open button.seal').click();
  await page.waitForSelector('.seal');
  const number = (await page.textContent('main')).match(/RS-\d{6}-\d{4}/)[0];
  await again.locator('button.seal[popovertarget=issue]').click();
  await again.locator('[popover]:popover-open button.seal').click();
  await again.waitForSelector('[role=alert]');
  assert.match(await again.textContent('main'), new RegExp(number));

  const id = new URL(url).pathname.split('/').pop();
  const csv = await (await page.request.get(`/settlement/${id}/file?format=csv`)).text();
  const xlsx = await page.request.get(`/settlement/${id}/file?format=xlsx`);
  assert.ok(csv.split('\n').length > 2);
  assert.equal((await xlsx.body()).subarray(0, 2).toString(), 'PK');
  const pdf = await page.request.get(await page.getAttribute('a[href$="/pdf"]', 'href'));
  assert.equal((await pdf.body()).subarray(0, 5).toString(), '%PDF-');
  assert.ok(decodeURIComponent(pdf.headers()['content-disposition']).includes(number));
  await page.goto(`/settlement/${id}/print`);
  assert.match(await page.textContent('.capitals'), /元/);
  await context.close();
});

for (const script of [true, false]) {
  test(`what is left out stands by its reason, ${script ? 'with' : 'without'} a script`, async () => {
    const { context, page, complaints } = await visitor(browser, shop.base, { role: 'finance', script });
    await page.goto('/settlement?state=draft');
    await page.locator('a.row-link').first().click();
    await page.waitForURL(/\/settlement\/\d+$/);
    assert.equal(await page.locator('#left-out-lines').count(), 0, 'the reasons come first');
    const group = page.locator('a[href*="?left="]').first();
    const count = Number((await group.locator('xpath=ancestor::tr/td[1]').textContent()).replaceAll(',', ''));
    await group.click();
    await page.waitForSelector('#left-out-lines');
    const rows = await page.locator('#left-out-lines ~ .table-wrap tbody tr').count();
    assert.equal(rows, Math.min(count, 50));
    assert.deepEqual(complaints, []);
    await context.close();
  });
}

for (const script of [true, false]) {
  test(`a month is drafted and issued as a whole, ${script ? 'with' : 'without'} a script`, async () => {
    const { context, page, complaints } = await visitor(browser, shop.base, { role: 'finance', script, lang: script ? 'zh-CN' : 'en' });
    await page.goto('/settlement');
    await page.locator('a[href^="/settlement/months/"]').first().click();
    await page.waitForURL(/\/settlement\/months\/\d{6}$/);
    const month = page.url();
    // A draft goes back to what waits.
    const draft = page.locator('tbody tr:has(.tag[data-tone=warning]) a[href^="/settlement/"]');
    await draft.first().click();
    await page.locator('.page-head button[popovertarget=discard]').first().click();
    await page.locator('#discard button.seal').click();
    await page.waitForURL(month);
    const waits = await page.locator('form[action="/do/draft-statement"]').count();
    assert.ok(waits > 0);
    await page.locator('form[action="/do/draft-statements"] button').click();
    await page.waitForURL(/\/bulk\/\d+$/);
    assert.equal(await page.locator('tbody .tag[data-tone=success]').count(), waits);
    await page.goto(month);
    assert.equal(await page.locator('form[action="/do/draft-statement"]').count(), 0);
    if (!script) {
      await page.locator('button.seal[popovertarget=issue-all]').click();
      await page.locator('#issue-all button.seal').click();
      await page.waitForURL(/\/bulk\/\d+$/);
      assert.ok(await page.locator('tbody .tag[data-tone=success]').count() > 0);
      await page.goto(month);
      assert.match(await page.textContent('tbody'), /RS-\d{6}-\d{4}/);
    }
    assert.deepEqual(complaints, []);
    await context.close();
  });
}

for (const script of [true, false]) {
  test(`who issues statements is said once, ${script ? 'with' : 'without'} a script`, async () => {
    const { context, page, complaints } = await visitor(browser, shop.base, { role: 'finance', script });
    await page.goto('/settings/merchant');
    await page.fill('[name=company_zh]', '上海账房科技有限公司');
    await page.fill('[name=signatures_zh]', '制表／复核');
    await page.click('form[action="/do/save-merchant"] button');
    await page.waitForURL(/merchant/);
    assert.equal(await page.inputValue('[name=signatures_zh]'), '制表 / 复核');
    const file = (name, buffer) => page.setInputFiles('#f-seal', { name, mimeType: 'image/png', buffer });
    await file('seal.png', Buffer.from('<svg/>'));
    await page.click('form[action="/settings/merchant/seal"] button');
    await page.waitForSelector('[role=alert]');
    await file('seal.txt', Buffer.from(SEAL, 'base64'));
    await page.click('form[action="/settings/merchant/seal"] button');
    await page.waitForSelector('.picture img');
    await page.waitForFunction(() => document.querySelector('.picture img').naturalWidth === 32);
    await page.click('form[action="/do/remove-picture"] button');
    await page.waitForFunction(() => !document.querySelector('.picture img'));
    assert.deepEqual(complaints, []);
    await context.close();
  });
}

test('an auditor reads statements and issues none', async () => {
  const { context, page } = await visitor(browser, shop.base, { role: 'auditor' });
  await page.goto('/settlement');
  assert.equal(await page.$('form[action="/do/draft-statement"]'), null);
  await page.locator('a[href^="/settlement/months/"]').first().click();
  assert.equal(await page.$('main form'), null);
  await context.close();
});

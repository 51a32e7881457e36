// Bills: the merchant is certified, two orders are billed, a second person approves, and the bill is locked.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { awake, figures, launch, letIn, serve, signIn, visitor } from '../harness.mjs';

let demo;
let shops;
let browser;
before(async () => {
  [demo, browser, ...shops] = await Promise.all([serve(), launch(), serve({ demo: false }), serve({ demo: false })]);
});
after(async () => {
  await browser?.close();
  await Promise.all([demo, ...(shops ?? [])].map((shop) => shop?.stop()));
});

const PASSWORD = 'every cent has its place';
const HEAD = 'order_no,order_type,business_kind,delivery_type,product_id,product_name,customer_id,customer_name,deal_price,floor_price,state,created_at,paid_at,completed_at,billing_mode,payment_method';
const order = (number, product, deal) => `${number},NEW,general,saas_auto,${product},智能客服,C-1,上海云梯科技有限公司,${deal},80,completed,`
  + '2025-09-02 09:00:00,2025-09-02 10:00:00,2025-09-02 11:00:00,PERIOD,prepaid';

/** The owner of a shop in which nothing is yet. */
async function found(shop, ways) {
  const link = shop.printed.text.match(/https?:\/\/\S+\/welcome\/\S+/)[0];
  const owner = await visitor(browser, shop.base, ways);
  await owner.page.goto(new URL(link).pathname);
  await owner.page.fill('[name=account]', 'chen@shop.example');
  await owner.page.fill('[name=name]', '陈晓');
  await owner.page.fill('[name=password]', PASSWORD);
  await owner.page.click('button.primary');
  await owner.page.waitForSelector('.rail');
  return owner;
}

/** A colleague of finance whom the owner invites, signed in. */
async function colleague(shop, page, ways) {
  await page.goto('/staff');
  await page.fill('form[action="/do/add-staff"] [name=account]', 'wang@shop.example');
  await page.fill('form[action="/do/add-staff"] [name=name]', '王会计');
  await page.selectOption('form[action="/do/add-staff"] [name=role]', 'finance');
  await page.click('form[action="/do/add-staff"] button:not([type=button])');
  const link = (await page.textContent('.secret')).trim();
  const invited = await visitor(browser, shop.base, ways);
  await invited.page.goto(new URL(link).pathname);
  await invited.page.fill('[name=password]', PASSWORD);
  await invited.page.click('button.primary');
  await invited.page.waitForURL((url) => !url.pathname.startsWith('/welcome'));
  if (invited.page.url().includes('/sign-in')) await signIn(invited.page, 'wang@shop.example', PASSWORD);
  return invited;
}

async function certify(page) {
  await page.goto('/bills');
  await page.click('main a[href="/settings/standing"]');
  const form = (name) => page.locator(`form[action="/do/record-${name}"]`);
  await form('agreement').locator('[name=version]').fill('2025-1');
  await form('agreement').locator('[name=signed]').selectOption('yes');
  await form('agreement').locator('button.primary').click();
  await page.waitForSelector('.toast');
  // Bills are shown now, and none is made before the certification has passed.
  await page.goto('/bills');
  assert.equal(await page.locator('form[action="/do/run-bills"]').count(), 0);
  await page.click('main .notice a[href="/settings/standing"]');
  await form('certification').locator('[name=state]').selectOption('passed');
  for (const [name, value] of [['account_name', '上海账房科技有限公司'], ['bank', '招商银行'], ['account_no', '6225']]) {
    await form('certification').locator(`[name=${name}]`).fill(value);
  }
  await form('certification').locator('button.primary').click();
  await page.waitForSelector('.toast');
}

async function bringIn(shop, page, script) {
  const path = join(shop.folder, 'orders.csv');
  writeFileSync(path, [HEAD, order('CSBILL0001', 'P-1', '2000'), order('CSBILL0002', 'P-2', '3000')].join('\r\n'));
  await page.goto('/imports/new');
  if (script) await awake(page);
  await page.setInputFiles('input[type=file]', path);
  await page.click('form[action="/imports"] button.primary');
  await letIn(page);
  assert.deepEqual(await figures(page), ['2', '0', '0', '0']);
}

const says = async (page, pattern) => assert.match(await page.textContent('main'), pattern);

/** Makes the bills of September 2025; the address of the one that there is. */
async function make(page) {
  await page.goto('/bills');
  await page.waitForSelector('.empty');
  const form = page.locator('form[action="/do/run-bills"]');
  await form.locator('[name=period]').fill('2025-13');
  await form.locator('button').click();
  await page.waitForSelector('[name=period][aria-invalid=true]');
  assert.equal(await form.locator('[name=period]').inputValue(), '2025-13');
  await form.locator('[name=period]').fill('2025-09');
  await form.locator('button').click();
  await page.waitForURL(/\/bills\/runs\/\d+$/);
  await page.waitForSelector('main a[href="/bills?period=202509"]', { timeout: 60_000 });
  await says(page, /4,750\.00/);
  await page.click('main a[href="/bills?period=202509"]');
  await page.click('.list tbody a[href^="/bills/"]');
  await page.waitForURL(/\/bills\/\d+$/);
  return new URL(page.url()).pathname;
}

/** The lines with their arithmetic, narrowed by product and by order. */
async function read(page, bill) {
  assert.equal(await page.locator('#lines tbody tr').count(), 2);
  const line = page.locator('#lines tbody tr', { hasText: 'CSBILL0001' });
  const formula = line.locator('details.formula');
  assert.equal(await formula.locator('> div').isVisible(), false);
  await formula.locator('summary').click();
  await formula.locator('> div').waitFor();
  assert.match(await formula.textContent(), /2,000\.00[^]*5\.00 %[^]*1,900\.00/);
  await page.click('a[href*="product=P-2"]');
  await page.waitForURL(/product=P-2/);
  assert.deepEqual(await page.$$eval('#lines tbody th a', (all) => all.map((a) => a.getAttribute('href'))), ['/orders/CSBILL0002']);
  await page.click(`#lines a[href="${bill}#lines"]`);
  await page.fill('#lines [name=order_no]', 'CSBILL0001');
  await page.click('#lines form button');
  await page.waitForURL(/order_no=CSBILL0001/);
  assert.equal(await page.locator('#lines tbody tr').count(), 1);
}

/** Takes the step that one button is for. */
async function step(page, action, state) {
  await page.click(`form[action="/do/act-bill"]:has([name=action][value=${action}]) button.primary`);
  await page.waitForSelector(`.page-head .tag:has-text("${state}")`);
}

for (const script of [true, false]) {
  test(`a month is billed, approved by a second person and locked, ${script ? 'with' : 'without'} a script`, async () => {
    const shop = shops[script ? 0 : 1];
    const ways = { script, lang: script ? 'zh-CN' : 'en' };
    const states = script ? ['审核中', '草稿', '已批准', '已锁定'] : ['In review', 'Draft', 'Approved', 'Locked'];
    const [inReview, draft, approved, locked] = states;
    const owner = await found(shop, ways);
    await certify(owner.page);
    // Pages that are closed are no complaint of theirs.
    owner.complaints.length = 0;
    await bringIn(shop, owner.page, script);
    const finance = await colleague(shop, owner.page, ways);
    const bill = await make(finance.page);
    await read(finance.page, bill);

    await finance.page.goto(bill);
    await step(finance.page, 'submit', inReview);
    assert.equal(await finance.page.locator('[name=action][value=approve]').count(), 0);
    await says(finance.page, script ? /您提交了这张账单/ : /You submitted this bill/);
    await owner.page.goto(bill);
    await owner.page.fill('form[action="/do/act-bill"] [name=reason]', '核对 CSBILL0002');
    await owner.page.click('button[name=action][value=reject]');
    await owner.page.waitForSelector(`.page-head .tag:has-text("${draft}")`);
    await finance.page.goto(bill);
    await says(finance.page, /核对 CSBILL0002/);
    await step(finance.page, 'submit', inReview);
    await owner.page.goto(bill);
    await step(owner.page, 'approve', approved);

    await finance.page.goto(bill);
    await finance.page.click('button[popovertarget=lock]');
    await finance.page.click('#lock form button.primary');
    await finance.page.waitForSelector(`.page-head .tag:has-text("${locked}")`);
    assert.equal((await finance.page.textContent('h1')).trim(), 'GB-202509-0001');
    await says(finance.page, script ? /肆仟柒佰伍拾元/ : /Locked/);
    for (const { complaints, context } of [owner, finance]) {
      assert.deepEqual(complaints, []);
      await context.close();
    }
  });
}

for (const script of [true, false]) {
  test(`the year leads to its months, and an auditor changes nothing, ${script ? 'with' : 'without'} a script`, async () => {
    const { context, page, complaints } = await visitor(browser, demo.base, { role: 'auditor', script, lang: 'en', width: 390 });
    await page.goto('/bills');
    assert.equal(await page.locator('main form[method=post][action="/do/run-bills"]').count(), 0);
    assert.equal(await page.locator('.chart table tbody tr').count(), 12);
    const month = page.locator('main a[href^="/bills?period="]').first();
    const to = await month.getAttribute('href');
    await month.click();
    await page.waitForURL((url) => `${url.pathname}${url.search}` === to);
    assert.ok(await page.locator('.list tbody tr').count() > 0);
    await page.click('.list tbody a[href^="/bills/"]');
    await page.waitForURL(/\/bills\/\d+$/);
    assert.equal(await page.locator('form[action="/do/act-bill"]').count(), 0);
    assert.ok(await page.locator('#lines details.formula').count() > 0);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.equal(wide, 0);
    await page.goto('/bills');
    await page.click('main a[href="/settlement"]');
    await page.waitForURL(/\/settlement$/);
    assert.deepEqual(complaints, []);
    await context.close();
  });
}

// Coming in, going out, and who sees what.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, serve, signIn, visitor } from '../harness.mjs';

let shop;
let browser;
before(async () => { [shop, browser] = await Promise.all([serve(), launch()]); });
after(async () => { await browser?.close(); await shop?.stop(); });

for (const script of [true, false]) {
  const how = script ? 'with script' : 'without script';

  test(`a wrong password is refused and the account kept, ${how}`, async () => {
    const { context, page } = await visitor(browser, shop.base, { script });
    await page.goto('/orders');
    assert.match(page.url(), /\/sign-in\?next=/);
    await page.fill('[name=account]', 'owner@demo.example');
    await page.fill('[name=password]', 'not the password');
    await page.click('form[action="/do/sign-in"] button.primary');
    await page.waitForSelector('.error-summary');
    assert.equal(await page.inputValue('[name=account]'), 'owner@demo.example');
    assert.equal(await page.inputValue('[name=password]'), '');
    assert.match(await page.title(), /^错误：/);
    await page.fill('[name=password]', 'countinghouse-demo');
    await page.click('form[action="/do/sign-in"] button.primary');
    await page.waitForURL(/\/orders$/);
    await context.close();
  });

  test(`a form that is sent after the session ended is there after the sign-in, ${how}`, async () => {
    const { context, page } = await visitor(browser, shop.base, { role: 'finance', script });
    await page.goto('/settings/merchant');
    const before = await page.inputValue('[name=company_zh]');
    await page.fill('[name=company_zh]', '云上远山科技有限公司');
    await context.clearCookies({ name: 'countinghouse_session' });
    await page.click('form[action="/do/save-merchant"] button.primary');
    await page.waitForURL(/\/sign-in\?ended=held/);
    await page.waitForSelector('.notice[data-tone="warning"]');
    await page.fill('[name=account]', 'finance@demo.example');
    await page.fill('[name=password]', 'countinghouse-demo');
    await page.click('form[action="/do/sign-in"] button.primary');
    await page.waitForURL(/\/settings\/merchant$/);
    assert.equal(await page.inputValue('[name=company_zh]'), '云上远山科技有限公司');
    await page.goto('/settings/merchant');
    assert.equal(await page.inputValue('[name=company_zh]'), before, 'nothing was saved');
    await context.close();
  });

  test(`signing out ends the session, ${how}`, async () => {
    const { context, page } = await visitor(browser, shop.base, { role: 'owner', script });
    const [cookie] = (await context.cookies()).filter((c) => c.name.includes('session'));
    await page.click('form[action="/do/sign-out"] button');
    await page.waitForURL(/\/sign-in/);
    const old = await fetch(`${shop.base}/orders`, { headers: { cookie: `${cookie.name}=${cookie.value}` }, redirect: 'manual' });
    assert.equal(old.status, 303);
    await context.close();
  });

  test(`language and theme are chosen without flashing, ${how}`, async () => {
    const { context, page } = await visitor(browser, shop.base, { role: 'auditor', script });
    assert.equal(await page.getAttribute('html', 'lang'), 'zh-CN');
    await page.click('form[action="/do/set-locale"] button');
    await page.waitForSelector('html[lang=en]');
    await page.click('.rail-foot summary');
    await page.click('button[name=theme][value=dark]');
    await page.waitForSelector('html[data-theme=dark]');
    const html = await (await page.request.get('/orders')).text();
    assert.match(html, /<html lang="en" data-theme="dark">/);
    await page.click('form[action="/do/set-locale"] button');
    await page.waitForSelector('html[lang=zh-CN]');
    await context.close();
  });
}

test('every role sees only its own nouns', async () => {
  const nouns = {
    owner: ['/', '/orders', '/supervisions', '/tickets', '/refunds', '/bills', '/settlement', '/settlement/quote', '/imports', '/exports', '/products', '/resellers', '/staff', '/tokens', '/journal', '/settings'],
    operations: ['/', '/orders', '/supervisions', '/tickets', '/refunds', '/bills', '/settlement/quote', '/imports', '/exports', '/products'],
    finance: ['/', '/orders', '/supervisions', '/tickets', '/refunds', '/bills', '/settlement', '/settlement/quote', '/imports', '/exports', '/products', '/resellers'],
    support: ['/', '/orders', '/supervisions', '/tickets', '/refunds', '/exports', '/products'],
    auditor: ['/', '/orders', '/supervisions', '/tickets', '/refunds', '/bills', '/settlement', '/settlement/quote', '/imports', '/exports', '/products', '/resellers', '/staff', '/tokens', '/journal', '/settings'],
  };
  for (const [role, expected] of Object.entries(nouns)) {
    const { context, page } = await visitor(browser, shop.base, { role });
    const seen = await page.$$eval('.rail ul a', (all) => all.map((a) => a.getAttribute('href')));
    assert.deepEqual(seen, expected, role);
    await context.close();
  }
});

test('an owner invites a colleague, who sets a password and is disabled again', async () => {
  const { context, page } = await visitor(browser, shop.base, { role: 'owner' });
  await page.goto('/staff');
  await page.fill('form[action="/do/add-staff"] [name=account]', 'wang@shop.example');
  await page.fill('form[action="/do/add-staff"] [name=name]', '王小明');
  await page.selectOption('form[action="/do/add-staff"] [name=role]', 'finance');
  await page.click('form[action="/do/add-staff"] button:not([type=button])');
  const link = (await page.textContent('.secret')).trim();
  assert.match(link, /\/welcome\//);
  await page.reload();
  assert.equal(await page.$('.secret'), null, 'the link is shown once');

  const colleague = await visitor(browser, shop.base);
  await colleague.page.goto(new URL(link).pathname);
  await colleague.page.fill('[name=password]', 'short');
  await colleague.page.click('button.primary');
  await colleague.page.waitForSelector('.error-summary');
  await colleague.page.fill('[name=password]', 'a ledger kept with care');
  await colleague.page.click('button.primary');
  await colleague.page.waitForSelector('.rail');
  await colleague.page.goto(new URL(link).pathname);
  assert.equal(await colleague.page.$('[name=password]'), null, 'the link works once');

  const row = page.locator('tr', { hasText: 'wang@shop.example' });
  await row.locator('button.seal').first().click();
  await page.locator('[popover]:popover-open button.seal').click();
  await page.waitForSelector('.toast');
  await colleague.page.goto('/orders');
  assert.match(colleague.page.url(), /sign-in/, 'a disabled colleague is out at once');
  await assert.rejects(signIn(colleague.page, 'wang@shop.example', 'a ledger kept with care'));
  await colleague.context.close();
  await context.close();
});

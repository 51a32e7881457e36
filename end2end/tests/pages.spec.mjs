// Every page: no accessibility violation, no complaint of the console, nothing wider than the screen.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { launch, serve, visitor } from '../harness.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
let shop;
let browser;
before(async () => { [shop, browser] = await Promise.all([serve(), launch()]); });
after(async () => { await browser?.close(); await shop?.stop(); });

async function addresses(page) {
  await page.goto('/orders');
  const order = await page.getAttribute('table.ledger tbody th a', 'href');
  await page.goto('/settlement');
  const month = await page.getAttribute('main a[href^="/settlement/months/"]', 'href');
  await page.goto('/settlement?state=issued');
  const statement = (await page.$$eval('main a', (all) => all.map((a) => a.getAttribute('href')))).find((to) => /^\/settlement\/\d+$/.test(to));
  await page.goto('/bills');
  const bill = await page.getAttribute('.list tbody a[href^="/bills/"]', 'href');
  const run = await page.getAttribute('main a[href^="/bills/runs/"]', 'href');
  await page.goto('/bills?state=locked');
  const locked = await page.getAttribute('.list tbody a[href^="/bills/"]', 'href');
  await page.goto('/bills/disputes');
  const disputed = await page.getAttribute('.list tbody a[href^="/bills/"]', 'href');
  await page.goto('/reconciliations');
  const compared = await page.getAttribute('.list tbody a[href^="/reconciliations/"]', 'href');
  await page.goto('/imports');
  const brought = await page.getAttribute('main a[href^="/imports/"]:not([href$=new])', 'href');
  return ['/', '/orders', '/orders?q=%E6%97%A0', order, '/products', '/resellers', '/imports', '/imports/new', brought, '/exports', '/bills', '/bills?kind=joint&year=2015', '/bills?period=x', run, bill, `${bill}?item=x`, locked, `${locked}/lines/1`, '/bills/disputes', disputed, '/bills/transactions', '/reconciliations', '/reconciliations/new', compared, '/settlement', '/settlement/quote',
    '/settlement/rules', '/settlement/rules/new', '/settlement/rules/general-v2', '/settlement/quote?formula=joint_floor', '/settlement/quote?formula=general&sales=x', month, statement, `${statement}/print`, '/staff', '/tokens', '/settings', '/settings/merchant', '/settings/standing', '/journal', '/account', '/account/notifications', '/notifications', '/help', '/nowhere', '/_components'];
}

for (const { lang, width, dark } of [
  { lang: 'zh-CN', width: 1440, dark: false },
  { lang: 'en', width: 1440, dark: true },
  { lang: 'zh-CN', width: 390, dark: true },
  { lang: 'en', width: 390, dark: false },
]) {
  test(`every page in ${lang} at ${width}${dark ? ', dark' : ''}`, async () => {
    const { context, page, complaints } = await visitor(browser, shop.base, { role: 'owner', lang, width, dark });
    const wrong = [];
    for (const address of await addresses(page)) {
      const answer = await page.goto(address);
      if (answer.status() !== (address === '/nowhere' ? 404 : 200)) wrong.push(`${address}: status ${answer.status()}`);
      await page.evaluate(axe);
      const { violations } = await page.evaluate(() => globalThis.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }));
      for (const v of violations) wrong.push(`${address}: ${v.id} ${v.nodes.slice(0, 2).map((n) => n.html.slice(0, 140)).join(' | ')}`);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      if (wide > 0) wrong.push(`${address}: ${wide} px wider than the screen`);
    }
    assert.deepEqual(wrong, []);
    assert.deepEqual(complaints.filter((c) => !c.includes('/nowhere')), []);
    await context.close();
  });
}

test('on paper a wide list lies on its side from the first page to the last', async () => {
  const { context, page } = await visitor(browser, shop.base, { role: 'owner' });
  for (const address of ['/orders', '/products']) {
    await page.goto(address);
    const paper = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
    const pages = paper.match(/\/MediaBox ?\[[^\]]*\]/g);
    // A page of the other kind would be the empty one that a change of kind leaves.
    assert.equal(new Set(pages).size, 1, `${address}: ${pages}`);
  }
  await context.close();
});

test('the first visit asks for few files', async () => {
  const { context, page } = await visitor(browser, shop.base);
  const requests = [];
  page.on('response', (r) => requests.push(r));
  await page.goto('/sign-in', { waitUntil: 'networkidle' });
  assert.ok(requests.length <= 6, requests.map((r) => r.url()).join('\n'));
  await context.close();
});

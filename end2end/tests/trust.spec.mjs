// What a stranger tries.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, letIn, serve, visitor } from '../harness.mjs';

let shop;
let browser;
before(async () => { [shop, browser] = await Promise.all([serve(), launch()]); });
after(async () => { await browser?.close(); await shop?.stop(); });

test('another site cannot make a change', async () => {
  const { context, page } = await visitor(browser, shop.base, { role: 'owner' });
  const cookie = (await context.cookies()).map((c) => `${c.name}=${c.value}`).join('; ');
  for (const headers of [{ 'sec-fetch-site': 'cross-site' }, { 'sec-fetch-site': 'same-site' }, { origin: 'https://evil.example' }]) {
    const answer = await fetch(`${shop.base}/do/sign-out`, { method: 'POST', headers: { cookie, ...headers }, redirect: 'manual' });
    assert.equal(answer.status, 403, JSON.stringify(headers));
  }
  await page.goto('/orders');
  assert.match(page.url(), /\/orders$/);
  await context.close();
});

test('markup in an order is text on its page', async () => {
  const { context, page } = await visitor(browser, shop.base, { role: 'owner' });
  const csv = '订单号,商品名称,客户名称,状态,创建时间,成交价\nCSXSS0001,<script>alert(1)</script>,"<img src=x onerror=alert(2)>",processing,2026-11-01 10:00:00,1\n';
  const form = new FormData();
  form.append('file', new Blob([csv]), '"><script>alert(3)</script>.csv');
  const cookie = (await context.cookies()).map((c) => `${c.name}=${c.value}`).join('; ');
  const sent = await fetch(`${shop.base}/imports`, { method: 'POST', headers: { cookie }, body: form, redirect: 'manual' });
  assert.equal(sent.status, 303);
  let alerted = false;
  page.on('dialog', (d) => { alerted = true; d.dismiss(); });
  await page.goto(sent.headers.get('location'));
  await letIn(page);
  await page.goto('/orders/CSXSS0001');
  assert.match(await page.textContent('main'), /<script>alert\(1\)<\/script>/);
  assert.equal(await page.$('main img'), null);
  assert.equal(alerted, false);
  await context.close();
});

test('strange requests get clear answers, never a 500', async () => {
  const { context } = await visitor(browser, shop.base, { role: 'owner' });
  const cookie = (await context.cookies()).map((c) => `${c.name}=${c.value}`).join('; ');
  const paths = ['/orders/%00', '/orders/%FF%FE', `/orders/${'x'.repeat(3000)}`, '/orders?after=%F0%28%8C%28', '/orders?q=%25_%27%22%3B--',
    '/orders?q=%00', '/orders?amount_from=9e99', '/settlement/abc', '/settlement/99999999999999999999', '/imports/-1', '/bills/-1', '/bills/runs/x', '/bills?year=9999999999&period=%00', '/orders?state=' + 'a,'.repeat(2000),
    '/journal?before=x', '/welcome/%2e%2e%2f', '/pkg/../Cargo.toml', '/pkg/%2e%2e/manifest.json', '/settlement/quote?deal=%00&floor=x'];
  for (const path of paths) {
    const answer = await fetch(shop.base + path, { headers: { cookie }, redirect: 'manual' });
    assert.ok(answer.status < 500, `${path}: ${answer.status}`);
  }
  for (const [path, body] of [['/do/cancel-order', ''], ['/do/keep-view', 'name=%FF'], ['/do/issue-statement', 'id=x'], ['/do/set-theme', 'theme=%3Cb%3E'], ['/do/run-bills', 'period=%FF'], ['/do/act-bill', 'id=x&action=y'],
    ['/do/set-locale', 'lang=xx'], ['/do/set-role', 'id=1&role=emperor'], ['/do/save-settings', 'unpaid_days=-5'], ['/do/create-token', 'days=0']]) {
    const answer = await fetch(shop.base + path, { method: 'POST', headers: { cookie, 'content-type': 'application/x-www-form-urlencoded' }, body, redirect: 'manual' });
    assert.ok(answer.status < 500, `${path}: ${answer.status}`);
  }
  await context.close();
});

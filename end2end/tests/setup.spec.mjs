// A real start: no default account, a one-time link that makes the owner.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, serve, visitor } from '../harness.mjs';

let shop;
let browser;
before(async () => { [shop, browser] = await Promise.all([serve({ demo: false }), launch()]); });
after(async () => { await browser?.close(); await shop?.stop(); });

test('the printed link makes the owner, once; the shop is empty and says what to do', async () => {
  const link = shop.printed.text.match(/https?:\/\/\S+\/welcome\/\S+/)[0];
  const { context, page } = await visitor(browser, shop.base);
  await page.goto('/sign-in');
  // There is nobody who could sign in yet: it says where the link stands.
  assert.equal(await page.$('[name=password]'), null);
  assert.match(await page.textContent('main'), /日志|log/);
  await page.goto(new URL(link).pathname);
  await page.fill('[name=account]', 'chen@shop.example');
  await page.fill('[name=name]', '陈晓');
  await page.fill('[name=password]', 'every cent has its place');
  await page.click('button.primary');
  await page.waitForSelector('.rail');
  await page.goto('/orders');
  await page.waitForSelector('.empty a[href="/imports/new"]');
  await page.goto(new URL(link).pathname);
  assert.equal(await page.$('[name=password]'), null);
  const stranger = await visitor(browser, shop.base);
  await stranger.page.goto('/sign-in');
  await stranger.page.fill('[name=account]', 'owner@demo.example');
  await stranger.page.fill('[name=password]', 'countinghouse-demo');
  await stranger.page.click('button.primary');
  await stranger.page.waitForSelector('.error-summary, .notice[data-tone="danger"], [role=alert]');
  await stranger.context.close();
  await context.close();
});

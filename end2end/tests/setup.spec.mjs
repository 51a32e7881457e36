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
  await page.fill('[name=account]', 'owner@demo.example');
  await page.fill('[name=password]', 'countinghouse-demo');
  await page.click('button.primary');
  await page.waitForSelector('.error-summary');
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
  await context.close();
});

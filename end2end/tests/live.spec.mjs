// Pages that are open show what happens in another browser; who writes is seen, and a reply that crossed another asks.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { awake, launch, serve, visitor } from '../harness.mjs';

let shop;
let browser;
before(async () => { [shop, browser] = await Promise.all([serve(), launch()]); });
after(async () => { await browser?.close(); await shop?.stop(); });

async function note(page, subject) {
  await page.goto('/tickets/new');
  await page.fill('#f-subject', subject);
  await page.fill('#f-description', '登录后页面空白。');
  await page.fill('#f-buyer', '王采购');
  await page.click('form[action="/do/open-ticket"] button');
  await page.waitForSelector('.conversation:has-text("登录后页面空白")');
  return page.url().match(/T\d+/)[0];
}

/** The island listens once its stream is open. */
async function listens(page) {
  await awake(page);
  await page.waitForTimeout(500);
}

test('a new ticket appears in the queue of somebody else by itself', async () => {
  const watching = await visitor(browser, shop.base, { role: 'owner' });
  const writing = await visitor(browser, shop.base, { role: 'operations' });
  await watching.page.goto('/tickets?sort=-changed');
  await listens(watching.page);
  const no = await note(writing.page, '新工单会自己出现');
  await watching.page.waitForSelector(`#list tbody:has-text("${no}")`, { timeout: 5000 });
  assert.deepEqual(watching.complaints, []);

  // What somebody has ticked is not taken away under the hands.
  await watching.page.check('#list tbody input[type=checkbox] >> nth=0');
  const other = await note(writing.page, '勾选时只提示');
  await watching.page.waitForSelector('.live button:visible', { timeout: 5000 });
  assert.equal(await watching.page.locator(`#list tbody:has-text("${other}")`).count(), 0);
  await watching.page.click('.live button');
  await watching.page.waitForSelector(`#list tbody:has-text("${other}")`);
  await watching.context.close();
  await writing.context.close();
});

test('who writes a reply is seen, and one that crossed another asks before it is sent', async () => {
  const one = await visitor(browser, shop.base, { role: 'owner' });
  const other = await visitor(browser, shop.base, { role: 'operations' });
  const no = await note(one.page, '两个人同时回复');
  await one.page.click('.step-choice a:text-is("受理")');
  await one.page.click('.step-form button');
  await one.page.waitForSelector('.tag:has-text("处理中")');
  await other.page.goto(`/tickets/${no}`);
  await listens(one.page);
  await listens(other.page);
  await other.page.locator('form[data-writes] textarea').pressSequentially('我来');
  await one.page.waitForSelector('.live-writing:visible', { timeout: 5000 });
  assert.match(await one.page.textContent('.live-writing'), /正在回复/);

  await one.page.fill('form[data-writes] textarea', '已经处理。');
  await one.page.click('form[data-writes] button.primary');
  await one.page.waitForSelector('.conversation:has-text("已经处理。")');
  // The conversation of the other one shows it; the reply that is half written stays, and waits for a look.
  await other.page.waitForSelector('.conversation:has-text("已经处理。")', { timeout: 5000 });
  await other.page.waitForSelector('.live button:visible');
  assert.equal(await other.page.inputValue('form[data-writes] textarea'), '我来');
  await other.page.click('form[data-writes] button.primary');
  await other.page.waitForSelector('.error-summary');
  assert.equal(await other.page.inputValue('form[data-writes] textarea'), '我来');
  await other.page.click('form[data-writes] button.primary');
  await other.page.waitForSelector('.conversation:has-text("我来")');
  await one.context.close();
  await other.context.close();
});

// A ticket: noted for a buyer, accepted, answered, solved, confirmed; with and without a script.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, serve, visitor } from '../harness.mjs';

let shop;
let browser;
before(async () => { [shop, browser] = await Promise.all([serve(), launch()]); });
after(async () => { await browser?.close(); await shop?.stop(); });

/** Chooses a step by its button, and sends its form. */
async function step(page, named, fields = {}) {
  await page.click(`.step-choice a:text-is("${named}")`);
  await page.waitForSelector(`.step-choice a[aria-current]:text-is("${named}")`);
  for (const [name, value] of Object.entries(fields)) await page.fill(`.step-form [name=${name}]`, value);
  await page.click('.step-form button');
}

for (const script of [true, false]) {
  const how = script ? 'with script' : 'without script';

  test(`a ticket is noted, answered, solved and confirmed, ${how}`, async () => {
    const { context, page, complaints } = await visitor(browser, shop.base, { role: 'operations', script });
    await page.goto('/tickets');
    await page.click('a:text("登记工单")');
    await page.click('form[action="/do/open-ticket"] button');
    await page.waitForSelector('.error-summary');
    assert.match(await page.textContent('.error-summary'), /主题：请填写/);
    await page.fill('#f-subject', `无法登录 ${how}`);
    await page.fill('#f-description', '登录后页面空白。');
    await page.fill('#f-buyer', '王采购');
    await page.click('form[action="/do/open-ticket"] button');
    await page.waitForSelector('.conversation:has-text("登录后页面空白")');
    assert.match(await page.textContent('.conversation'), /由 .* 登记/);
    await step(page, '受理');
    await page.waitForSelector('header .tag:has-text("处理中"), .tag:has-text("处理中")');
    await page.fill('#f-body', '请清理浏览器缓存。');
    await page.click('#write .form-actions button');
    await page.waitForSelector('.conversation:has-text("请清理浏览器缓存")');
    assert.match(await page.textContent('.col-side'), /停表/);
    await page.fill('#f-body', '网关日志正常。');
    await page.selectOption('#f-as', 'note');
    await page.click('#write .form-actions button');
    await page.waitForSelector('.conversation [data-public=false]:has-text("网关日志正常")');
    await step(page, '确认解决', { cause: '缓存过期' });
    await page.waitForSelector('#f-solution-error');
    assert.equal(await page.inputValue('#f-cause'), '缓存过期', 'what was entered is kept');
    await page.fill('#f-solution', '已清理缓存');
    await page.click('.step-form button');
    await page.waitForSelector('.tag:has-text("待确认结果")');
    await step(page, '确认已解决（客户）');
    await page.waitForSelector('.tag:has-text("已关闭")');
    await step(page, '评价（客户）', { rating: '5' });
    await page.waitForSelector('dt:text("评分（1 到 5）")');
    await page.goto('/tickets?queue=ended');
    assert.match(await page.textContent('tbody'), new RegExp(`无法登录 ${how}`));
    assert.deepEqual(complaints, []);
    await context.close();
  });

  test(`a reply waits for its time, is taken back, and is found by its words, ${how}`, async () => {
    const { context, page, complaints } = await visitor(browser, shop.base, { role: 'operations', script });
    await page.goto('/tickets/new');
    await page.fill('#f-subject', `证书续期 ${how}`);
    await page.fill('#f-description', '证书明天过期。');
    await page.fill('#f-buyer', '王采购');
    await page.click('form[action="/do/open-ticket"] button');
    await page.waitForSelector('.conversation:has-text("证书明天过期")');
    await step(page, '受理');
    await page.waitForSelector('.tag:has-text("处理中")');
    const words = script ? '夜间会更换证书链' : '凌晨会更换证书链';
    await page.fill('#f-body', words);
    await page.fill('#f-send_at', '2020-01-01T09:00');
    await page.click('#write .form-actions button');
    await page.waitForSelector('#f-send_at-error');
    assert.equal(await page.inputValue('#f-body'), words, 'what was written is kept');
    const next = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
    await page.fill('#f-send_at', `${next}T09:00`);
    await page.click('#write .form-actions button');
    await page.waitForSelector(`.conversation [data-planned]:has-text("${words}")`);
    await page.click('[data-planned] form[action="/do/take-back-planned"] button');
    await page.waitForSelector('.toast:has-text("已取消发送")');
    assert.equal(await page.locator('[data-planned]').count(), 0);
    assert.equal(await page.inputValue('#f-body'), words, 'the text is in the form again');
    await page.fill('#f-send_at', `${next}T10:00`);
    await page.click('#write .form-actions button');
    await page.waitForSelector('[data-planned]');
    await page.click('[data-planned] form[action="/do/send-planned"] button');
    await page.waitForSelector(`.conversation li:not([data-planned]):has-text("${words}")`);
    assert.equal(await page.locator('[data-planned]').count(), 0);
    await page.selectOption('#f-mention', { index: 1 });
    const name = await page.inputValue('#f-mention');
    await page.click('button[name=insert][value=mention]');
    await page.waitForSelector('#f-as >> nth=0');
    assert.match(await page.inputValue('#f-body'), new RegExp(`@${name}`));
    assert.equal(await page.inputValue('#f-as'), 'note');
    await page.goto(`/tickets?q=${encodeURIComponent(`${words.slice(0, 2)} 证书链`)}`);
    assert.equal(await page.locator('tbody tr').count(), 1);
    assert.equal(await page.textContent('.excerpt mark'), words.slice(0, 2));
    assert.deepEqual(complaints, []);
    await context.close();
  });
}

test('finance sees the queue and no conversation', async () => {
  const { context, page } = await visitor(browser, shop.base, { role: 'finance' });
  await page.goto('/tickets');
  assert.equal(await page.locator('tbody th a').count(), 0);
  const no = (await page.textContent('tbody th .mono')).trim();
  const answer = await page.goto(`/tickets/${no}`);
  assert.equal(answer.status(), 403);
  await context.close();
});

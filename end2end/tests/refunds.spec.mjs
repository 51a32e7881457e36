// A refund: asked for on the order's page, reviewed, paid back; goods that come back first; an invoice that comes between.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, serve, visitor } from '../harness.mjs';

let shop;
let browser;
before(async () => { [shop, browser] = await Promise.all([serve(), launch()]); });
after(async () => { await browser?.close(); await shop?.stop(); });

/** The number of a delivery at this step on which no refund was asked for, one for each run. */
async function standing(page, query, n) {
  await page.goto(`/supervisions?${query}&size=50`);
  const numbers = await page.$$eval('tbody th a', (all) => all.map((a) => a.textContent.trim()));
  return numbers.filter((number) => !number.includes('RFD'))[n];
}

async function ask(page, number, amount) {
  await page.goto(`/orders/${number}`);
  await page.click('summary:text("登记退订申请")');
  await page.fill('#f-amount', amount);
  await page.fill('#f-reason', '项目取消');
  await page.click('form[action="/do/request-refund"] button');
}

/** Presses a decision, and the button of the question behind it where one comes. */
async function decide(page, action, asks) {
  await page.click(`form[action="/do/act-refund"] button:text-is("${action}"):visible`);
  if (asks) await page.click(`.dialog:popover-open button:text-is("${action}")`);
}

for (const [n, script] of [true, false].entries()) {
  const how = script ? 'with script' : 'without script';

  test(`a refund is asked for, sent back, asked for again, approved and paid back, ${how}`, async () => {
    const { context, page, complaints } = await visitor(browser, shop.base, { role: 'operations', script });
    const number = await standing(page, 'flow=website&node=implement,confirm_requirement,design_submit', n);
    await ask(page, number, '12800.01');
    await page.waitForSelector('.error-summary');
    assert.match(await page.textContent('.error-summary'), /12800\.00/);
    assert.equal(await page.inputValue('#f-amount'), '12800.01', 'what was entered is kept');
    await page.fill('#f-amount', '6400');
    await page.click('form[action="/do/request-refund"] button');
    await page.waitForSelector('.notice:has-text("等待我方审核")');
    const refund = new URL(page.url()).pathname;
    await page.goto(`/supervisions/${number}`);
    assert.match(await page.textContent('.notice'), /流程已锁定/);
    await page.goto(refund);
    await decide(page, '驳回');
    await page.waitForSelector('#f-reason-error');
    await page.fill('#f-reason', '请先协商');
    await decide(page, '驳回');
    await page.waitForSelector('.notice:has-text("已驳回")');
    await ask(page, number, '3000');
    await page.waitForSelector('.notice:has-text("等待我方审核")');
    await decide(page, '同意', true);
    await page.waitForSelector('.notice:has-text("等待平台向客户退款")');
    const back = await page.textContent('dl.facts a.mono');
    assert.equal(back, `${number}-R1`);
    await page.click('button:text("平台已退款给客户")');
    await page.waitForSelector('.notice:has-text("平台已向客户退款")');
    await page.goto(`/orders/${back}`);
    assert.match(await page.textContent('main'), /3,000\.00/);
    await page.goto(`/supervisions/${number}`);
    assert.match(await page.textContent('.page-head'), /已退订/);
    assert.deepEqual(complaints, []);
    await context.close();
  });
}

test('goods that were signed for come back before the money goes', async () => {
  const { context, page } = await visitor(browser, shop.base, { role: 'operations', script: true });
  await page.goto('/refunds?state=awaiting_return');
  await page.click('tbody th a');
  await page.fill('#f-courier', '顺丰速运');
  await page.fill('#f-waybill', 'SF123');
  await page.click('button:text("客户已寄回商品")');
  await page.waitForSelector('.notice:has-text("等待我方验收")');
  await decide(page, '确认验收', true);
  await page.waitForSelector('.notice:has-text("等待平台向客户退款")');
  await context.close();
});

test('an invoice ends the refund that waits, and the list counts', async () => {
  const { context, page } = await visitor(browser, shop.base, { role: 'operations', script: false });
  await page.goto('/');
  await page.click('a:has-text("等待我方审核或验收")');
  await page.click('tbody tr:has-text("待审核") th a');
  const number = await page.textContent('aside a.mono');
  const refund = new URL(page.url()).pathname;
  await page.goto(`/orders/${number}`);
  await page.click('summary:text("登记发票")');
  await page.selectOption('#f-invoice', 'issued');
  await page.click('form[action="/do/note-invoice"] button');
  await page.waitForSelector('text=须先退回发票');
  await page.goto(refund);
  assert.match(await page.textContent('main'), /客户申请了发票，退订自动失败/);
  await context.close();
});

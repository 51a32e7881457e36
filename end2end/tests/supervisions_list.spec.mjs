// The work list of deliveries: tabs, filters, what is done with many, and the way through it; a product says what is asked for.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, serve, visitor } from '../harness.mjs';

let shop;
let browser;
before(async () => { [shop, browser] = await Promise.all([serve(), launch()]); });
after(async () => { await browser?.close(); await shop?.stop(); });

const numbers = (page) => page.$$eval('.list tbody a.mono', (all) => all.map((a) => a.textContent));

test('what waits for us is found from the first page, oldest first', async () => {
  const { context, page, complaints } = await visitor(browser, shop.base, { role: 'operations' });
  await page.goto('/');
  await page.click('.todo-list a[href^="/supervisions?stage=merchant"]');
  await page.waitForURL(/stage=merchant/);
  const counted = Number(await page.locator('.tabs [aria-current=page] .count').textContent());
  const found = await numbers(page);
  assert.ok(found.length > 1 && found.length === Math.min(counted, 20));
  await page.goto('/supervisions?waiting_for=merchant&sort=since');
  assert.deepEqual(await numbers(page), found);
  await page.click('.list tbody a.mono >> nth=0');
  await page.click('a[rel=next]');
  await page.waitForURL((url) => url.pathname === `/supervisions/${found[1]}`);
  assert.equal(await page.locator('a.back').getAttribute('href'), '/supervisions?waiting_for=merchant&sort=since');
  assert.deepEqual(complaints, []);
  await context.close();
});

for (const script of [true, false]) {
  test(`deliveries are handed over and reminded of, ${script ? 'with' : 'without'} script`, async () => {
    const { context, page } = await visitor(browser, shop.base, { role: 'operations', script, lang: 'en' });
    await page.goto('/supervisions?stage=buyer&sort=opened');
    const [first, second] = await numbers(page);
    for (const at of [0, 1]) await page.locator('.list tbody input[type=checkbox]').nth(at).check();
    await page.click('.selection button[popovertarget="chosen-question"]');
    await page.selectOption('.dialog:popover-open select[name=assignee]', 'me');
    await page.fill('.dialog:popover-open [name=reason]', 'as agreed');
    await page.click('.dialog:popover-open button[formaction="/do/assign-supervisions"]');
    await page.waitForURL(/\/bulk\/\d+/);
    assert.equal(await page.locator('tbody .tag[data-tone=success]').count(), 2);
    await page.goto('/supervisions?assignee=me');
    assert.deepEqual((await numbers(page)).sort(), [first, second].sort());

    await page.goto(`/supervisions/${first}`);
    await page.click('form[action="/do/remind-supervision"] button');
    await page.waitForSelector('.toast');
    await page.click('details.more-fields:has(form[action="/do/assign-supervision"]) > summary');
    await page.selectOption('form[action="/do/assign-supervision"] select', 'nobody');
    await page.click('form[action="/do/assign-supervision"] button:visible');
    await page.waitForSelector('.error-summary a[href="#f-comment"]');
    await page.fill('#f-comment', 'on leave');
    await page.click('form[action="/do/assign-supervision"] button:visible');
    await page.waitForSelector('.toast');
    await page.goto('/supervisions?assignee=me');
    assert.deepEqual(await numbers(page), [second]);
    await page.goto(`/supervisions/${second}`);
    await page.click('details.more-fields:has(form[action="/do/assign-supervision"]) > summary');
    await page.selectOption('form[action="/do/assign-supervision"] select', 'nobody');
    await page.fill('#f-comment', 'on leave');
    await page.click('form[action="/do/assign-supervision"] button:visible');
    await page.waitForSelector('.toast');
    await context.close();
  });

  test(`a product says what its deliveries prove, ${script ? 'with' : 'without'} script`, async () => {
    const { context, page } = await visitor(browser, shop.base, { role: 'owner', script });
    await page.goto('/products?delivery_type=human_service');
    await page.click(`.list tbody a.row-link >> nth=${script ? 0 : 1}`);
    const rows = await page.locator('.asked-rows tbody tr').count();
    await page.locator('[name=code]').nth(rows - 3).fill('photos');
    await page.locator('[name=name_zh]').nth(rows - 3).fill('现场照片');
    await page.fill('[name=milestones]', '30% 60%');
    await page.click('.delivery-form .form-actions button');
    await page.waitForSelector(`.error-summary a[href="#f-standard[${rows - 3}].name_en"]`);
    assert.equal(await page.locator('.error-summary li').count(), 2);
    assert.equal(await page.locator('[name=code]').nth(rows - 3).inputValue(), 'photos', 'it is kept');
    await page.locator('[name=name_en]').nth(rows - 3).fill('Photographs');
    await page.fill('[name=milestones]', '30% 70%');
    await page.click('.delivery-form .form-actions button');
    await page.waitForSelector('.toast');
    assert.equal(await page.locator('[name=code]').count(), rows + 1, 'three rows are free again');
    assert.equal(await page.locator('aside details summary').filter({ hasText: '第 1 版' }).count(), 1);
    await page.locator('[name=need]').nth(rows - 3).selectOption('remove');
    await page.click('.delivery-form .form-actions button');
    await page.waitForSelector('.toast');
    assert.equal(await page.locator('[name=code]').count(), rows);
    await context.close();
  });
}

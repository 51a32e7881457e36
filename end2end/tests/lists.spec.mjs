// Every list does what a list does; what is done with many rows says what came of each.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { figures, launch, run, serve, visitor } from '../harness.mjs';
import { checkList } from '../lists.mjs';
import { strand } from '../stranded.mjs';

let shop;
let browser;
// It breaks off while everything else is looked at.
let stranded;
const STRANDED = ['CSSTRANDED1', 'CSSTRANDED2', 'CSSTRANDED3'];
before(async () => {
  [shop, browser] = await Promise.all([serve(), launch()]);
  for (const name of ['robot', 'ledger', 'audit']) {
    const made = await run(['token', 'create', '--name', name, '--role', 'auditor'], { env: { ...shop.env, DATABASE_URL: shop.env.DEMO_DATABASE_URL } });
    assert.equal(made.code, 0, made.stderr);
  }
  stranded = await strand(browser, STRANDED);
});
after(async () => { await browser?.close(); await shop?.stop(); await stranded?.stop(); });

const LISTS = [
  { path: '/orders', tab: 'completed', filter: ['order_type', 'NEW'], column: 'customer', sort: '-paid' },
  { path: '/settlement', tab: 'issued', filter: ['reseller', null], column: 'created', sort: '-period' },
  { path: '/bills', tab: 'general', filter: ['state', null], column: 'lines', sort: 'period' },
  { path: '/supervisions', filter: ['product', null], column: 'node', sort: 'since' },
  { path: '/products', filter: ['delivery_type', null], column: 'orders', sort: 'added' },
  { path: '/imports', tab: 'done', filter: ['q', 'orders'], column: 'who', sort: 'created' },
  { path: '/staff', tab: 'active', filter: ['role', 'finance'], column: 'products' },
  { path: '/tokens', tab: 'active', filter: ['q', 'robot'], column: 'used', sort: '-expires' },
  { path: '/journal', filter: ['action', 'import.done'], column: 'who', sort: 'at' },
];

for (const script of [true, false]) {
  for (const lang of ['zh-CN', 'en']) {
    for (const list of LISTS) {
      test(`${list.path} in ${lang}, ${script ? 'with' : 'without'} script`, async () => {
        const { context, page, complaints } = await visitor(browser, shop.base, { role: 'owner', script, lang });
        const [name, value] = list.filter;
        await page.goto(list.path);
        // What the demo holds is not written down here: the first that can be chosen.
        const found = value ?? await page.evaluate((name) => {
          const input = document.querySelector(`form.filters [name="${name}"]`);
          const cell = document.querySelector('.list td[data-label].clip');
          return input.tagName === 'SELECT' ? null : cell.textContent;
        }, name);
        const codes = found ? [found] : await page.$$eval(`form.filters [name="${name}"] option`, (all) => all.map((o) => o.value).filter(Boolean));
        let chosen = codes[0];
        for (const code of found ? [] : codes) {
          await page.goto(`${list.path}?${name}=${code}`);
          if (await page.locator('.list table.ledger tbody tr').count() > 0) { chosen = code; break; }
        }
        await checkList(page, { ...list, filter: [name, chosen] });
        assert.deepEqual(complaints, []);
        await context.close();
      });
    }
  }

  test(`many orders are cancelled at once, ${script ? 'with' : 'without'} script`, async () => {
    const { context, page } = await visitor(browser, shop.base, { role: 'operations', script });
    await page.goto('/orders?state=pending_payment&size=10');
    assert.ok(!await page.locator('.selection').isVisible(), 'nothing is chosen yet');
    const numbers = await page.$$eval('table.ledger tbody th a', (all) => all.slice(0, 2).map((a) => a.textContent));
    for (const number of numbers) await page.check(`tbody input[value="${number}"]`);
    assert.ok(await page.locator('.selection').isVisible());
    await page.click('.selection > button.seal');
    await page.fill('#chosen-reason', '客户不再需要');
    await page.click('#chosen-question button.seal:not([popovertarget])');
    await page.waitForURL(/\/bulk\/\d+/);
    assert.equal(await page.locator('tbody tr').count(), 2);
    assert.equal(await page.locator('tbody [data-tone=success]').count(), 2);
    await page.goto(`/orders/${numbers[0]}`);
    assert.match(await page.textContent('.timeline'), /客户不再需要/);
    await context.close();
  });
}

for (const lang of ['zh-CN', 'en']) {
  test(`on a phone nothing lies over the bar of what is chosen, in ${lang}`, async () => {
    const { context, page } = await visitor(browser, shop.base, { role: 'operations', lang, width: 390, height: 844 });
    await page.goto('/orders?size=10');
    const tops = await page.$$eval('.toolbar:not(.selection) > *', (all) => all.filter((e) => e.checkVisibility()).map((e) => Math.round(e.getBoundingClientRect().top)));
    assert.equal(new Set(tops).size, 1, 'the toolbar is one row');
    await page.locator('tbody .check input').first().check();
    const covered = await page.$$eval('.selection > :not(.dialog):not([type=hidden])', (all) => all.filter((e) => {
      const { x, y, width, height } = e.getBoundingClientRect();
      return !e.contains(document.elementFromPoint(x + width / 2, y + height / 2));
    }).map((e) => e.outerHTML));
    assert.deepEqual(covered, []);
    await context.close();
  });
}

test('a list that is sorted by amount says in which currency, and its chip leads back', async () => {
  const { context, page } = await visitor(browser, shop.base, { role: 'finance' });
  await page.goto('/orders?state=completed');
  await page.click('th a[href*="sort=-paid"]');
  assert.equal(await page.getAttribute('.more-filters', 'open'), null, 'a heading opens no filter');
  await page.locator('.chips .chip', { hasText: 'CNY' }).click();
  assert.equal(new URL(page.url()).search, '?state=completed');
  assert.equal(await page.locator('.chips').count(), 0);
  await context.close();
});

test('all that match are done, and what was refused is named', async () => {
  const { context, page } = await visitor(browser, shop.base, { role: 'operations' });
  await page.goto('/orders?size=10');
  const [number] = await page.$$eval('table.ledger tbody th a', (all) => all.map((a) => a.textContent));
  await page.goto(`/orders?q=${number.slice(0, 8)}&size=10`);
  await page.check('thead [data-choose-page]');
  assert.equal(await page.locator('tbody input:checked').count(), await page.locator('tbody tr').count());
  await page.check('.selection [name=all]');
  await page.click('.selection > button.seal');
  await page.fill('#chosen-reason', 'test');
  await page.click('#chosen-question button.seal:not([popovertarget])');
  await page.waitForURL(/\/bulk\/\d+/);
  const refused = await page.locator('tbody [data-tone=warning]').count();
  assert.ok(refused > 0, 'orders that are paid cannot be cancelled');
  await page.click('form[action="/do/bulk-again"] button');
  await page.waitForSelector('.toast');
  assert.equal(await page.locator('tbody [data-tone=warning]').count(), refused);
  await context.close();
});

for (const script of [true, false]) {
  for (const lang of ['zh-CN', 'en']) {
    test(`lists have the density of their reader, in ${lang}, ${script ? 'with' : 'without'} script`, async () => {
      const { context, page, complaints } = await visitor(browser, shop.base, { role: 'auditor', script, lang });
      const chosen = async (density) => {
        await page.goto('/account');
        await page.click(`form[action="/do/set-density"] [value="${density}"]`);
        await page.waitForSelector(`form[action="/do/set-density"] [value="${density}"][aria-pressed=true]`);
        await page.goto('/orders');
        return page.getAttribute('.list .table-wrap', 'data-density');
      };
      assert.equal(await chosen('default'), 'default');
      await page.goto('/orders?density=compact');
      assert.equal(await page.getAttribute('.list .table-wrap', 'data-density'), 'compact', 'the address comes first');
      assert.equal(await chosen('middle'), 'middle');
      assert.deepEqual(complaints, []);
      await context.close();
    });
  }
}

test('what was typed is not lost without a question', async () => {
  const { context, page } = await visitor(browser, shop.base, { role: 'owner' });
  let asked = 0;
  page.on('dialog', async (dialog) => { asked += 1; await dialog.accept(); });
  await page.goto('/staff');
  await page.click('a[href="/settings"]');
  assert.equal(asked, 0);
  await page.goto('/staff');
  await page.fill('form[action="/do/add-staff"] [name=account]', 'new@demo.example');
  await page.click('a[href="/settings"]');
  await page.waitForURL(/settings/);
  assert.equal(asked, 1);
  await context.close();
});

test('imports that broke off go on: one from its page, several from the list', async () => {
  const { context, page, complaints } = await visitor(browser, stranded.base, { role: 'operations' });
  const failed = '/imports?state=failed';
  await page.goto(failed);
  const late = Date.now() + 180_000;
  while (await page.locator('tbody tr').count() < STRANDED.length) {
    assert.ok(Date.now() < late, await page.textContent('main'));
    await page.waitForTimeout(1_000);
    await page.goto(failed);
  }
  stranded.back();
  const [first, ...others] = STRANDED;
  await page.click(`tbody a:text-is("${first}.csv")`);
  await page.click('form[action="/do/resume-import"] button');
  assert.deepEqual(await figures(page), ['1', '0', '0', '0']);
  await page.goto(failed);
  assert.equal(await page.locator('tbody tr').count(), others.length);
  await page.check('thead [data-choose-page]');
  await page.click('.selection > button.primary');
  await page.click('#chosen-question button.primary:not([popovertarget])');
  await page.waitForURL(/\/bulk\/\d+/);
  assert.equal(await page.locator('tbody [data-tone=success]').count(), others.length);
  const links = await page.$$eval('tbody a[href^="/imports/"]', (all) => all.map((a) => a.getAttribute('href')));
  assert.equal(links.length, others.length);
  for (const link of links) {
    await page.goto(link);
    assert.deepEqual(await figures(page), ['1', '0', '0', '0']);
  }
  for (const number of STRANDED) assert.equal((await page.goto(`/orders/${number}`)).status(), 200);
  assert.deepEqual(complaints, []);
  await context.close();
});

// What every list page must do, with and without a script, in every language.
import assert from 'node:assert/strict';

const rows = (page) => page.locator('.list table.ledger tbody tr').count();
const menu = (page, place) => page.locator('.toolbar:not(.selection) > details.menu').nth(place);

/**
 * Goes through a list as a person does.
 *   path    where it is
 *   tab     code of a tab, for a list with tabs
 *   filter  [name, value] of an input that leaves something
 *   column  code of a column that can be left out
 *   sort    code of the sort that pressing a heading gives
 */
export async function checkList(page, { path, tab, filter, column, sort }) {
  await page.goto(path);
  assert.ok(await page.locator('.list table.ledger caption').count() === 1, `${path}: the table has a name`);
  const all = await rows(page);
  assert.ok(all > 0, `${path}: there is something in it`);

  if (tab) {
    await page.click(`.tabs a[href*="=${tab}"]`);
    await page.waitForURL((url) => url.search.includes(`=${tab}`));
    assert.equal(await page.locator('.tabs [aria-current=page]').count(), 1);
    const counted = Number((await page.locator('.tabs [aria-current=page] .count').textContent()).replace(/[,+]/g, ''));
    const shown = await rows(page);
    assert.equal(shown, Math.min(counted, 20), `${path}: the tab counts what the page shows`);
    await page.goto(path);
  }

  const [name, value] = filter;
  const input = page.locator(`form.filters [name="${name}"]`);
  const more = page.locator('form.filters details.more-filters:not([open]) > summary');
  if (!await input.isVisible() && await more.count()) await more.click();
  if (await input.evaluate((e) => e.tagName) === 'SELECT') await input.selectOption(value);
  else await input.fill(value);
  await page.click('.filter-actions button');
  await page.waitForURL((url) => url.searchParams.get(name) === value);
  assert.equal(await page.locator('.chips .chip').count(), 1, `${path}: a chip says what narrows it`);
  assert.ok(await rows(page) > 0, `${path}: ${name}=${value} leaves something`);
  await page.click('.chips .chip');
  await page.waitForURL((url) => !url.searchParams.has(name));
  assert.equal(await rows(page), all, `${path}: without the chip the list is whole again`);

  if (sort) {
    await page.click(`thead a[href*="sort=${encodeURIComponent(sort)}"]`);
    await page.waitForURL((url) => url.searchParams.get('sort') === sort);
    assert.equal(await page.locator('thead [aria-sort]').count(), 1);
  }

  await menu(page, 1).locator('summary').click();
  await menu(page, 1).locator('a[href*="density=compact"]').click();
  await page.waitForURL(/density=compact/);
  assert.equal(await page.getAttribute('.list .table-wrap', 'data-density'), 'compact');

  const before = await page.locator('.list thead th').count();
  await menu(page, 2).locator('summary').click();
  await page.uncheck(`input[name=columns][value="${column}"]`);
  await menu(page, 2).locator('form button').click();
  await page.waitForURL(/columns=/);
  assert.match(page.url(), /density=compact/, `${path}: the density stays`);
  assert.equal(await page.locator('.list thead th').count(), before - 1, `${path}: ${column} is left out`);

  await menu(page, 0).locator('summary').click();
  await page.fill('#view-name', `only ${path}`);
  await menu(page, 0).locator('form.form button').click();
  await page.waitForSelector('.toast');
  await page.goto(path);
  await menu(page, 0).locator('summary').click();
  await page.locator('.views a', { hasText: `only ${path}` }).click();
  await page.waitForURL(/columns=/);
  assert.equal(await page.locator('.list thead th').count(), before - 1, `${path}: the view has its columns`);
  await menu(page, 0).locator('summary').click();
  await page.locator('.views li', { hasText: `only ${path}` }).locator('.icon-button').click();
  await page.click('.views .dialog:popover-open .seal');
  await page.waitForSelector('.toast');

  await page.goto(`${path}?size=none&unknown=1`);
  assert.equal(await page.locator('.notice li').count(), 1, `${path}: what cannot be read is named`);
  assert.equal(await rows(page), all, `${path}: and is not applied`);
  await page.click('.notice a');
  await page.waitForURL((url) => url.pathname === path && url.search === '');
}

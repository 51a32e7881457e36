// A shop whose imports broke off: the place where uploads are kept was away for a while.
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { serve, visitor } from './harness.mjs';

const HEAD = '订单号,商品名称,客户名称,状态,创建时间,成交价,支付时间';
const order = (number) => `${number},智能客服,北京远山软件,processing,2026-11-01 10:00:00,50,2026-11-01 10:05:00`;

/** Large enough to be brought in still while the others are uploaded behind it. */
const LARGE = 60_000;

/**
 * Uploads an order in a file of its own for each number, and takes the place away before a worker reads them. After
 * three tries, which take a minute and a half, each of these imports has broken off. `back` brings the place back.
 */
export async function strand(browser, numbers) {
  const shop = await serve();
  const { context } = await visitor(browser, shop.base, { role: 'operations', script: false });
  const upload = async (name, rows) => {
    const path = join(shop.folder, name);
    writeFileSync(path, [HEAD, ...rows].join('\r\n'));
    const page = await context.newPage();
    await page.goto('/imports/new');
    await page.setInputFiles('input[type=file]', path);
    await page.click('form[action="/imports"] button.primary');
    await page.waitForSelector('form[action="/do/apply-import"]');
    return async () => {
      await page.click('form[action="/do/apply-import"] button');
      await page.waitForFunction(() => !document.querySelector('form[action="/do/apply-import"]'));
      await page.close();
    };
  };
  const large = await upload('large.csv', Array.from({ length: LARGE }, (_, n) => order(`CSLARGE${n}`)));
  const small = [];
  for (const number of numbers) small.push(await upload(`${number}.csv`, [order(number)]));
  for (const send of [large, ...small]) await send();
  const [kept, away] = [join(shop.folder, 'data', 'demo-documents', 'imports'), join(shop.folder, 'away')];
  renameSync(kept, away);
  writeFileSync(kept, 'not a folder');
  await context.close();
  const back = () => {
    rmSync(kept);
    renameSync(away, kept);
  };
  return { ...shop, back };
}

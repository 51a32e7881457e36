// Starts the program on a folder of its own, and a browser beside it.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const PROGRAM = process.env.COUNTINGHOUSE_BIN;
if (!PROGRAM) throw new Error('COUNTINGHOUSE_BIN is not set: run `cargo xtask test e2e`');

export const PASSWORD = 'countinghouse-demo';

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** Runs a command of the program; gives its exit code and what it printed. */
export function run(args, { cwd, input, env } = {}) {
  return new Promise((resolve) => {
    const child = spawn(PROGRAM, args, { cwd, env: { ...process.env, ...env } });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (d) => (stdout += d));
    child.stderr.on('data', (d) => (stderr += d));
    child.on('close', (code) => resolve({ code, stdout, stderr }));
    child.stdin.end(input);
  });
}

/** A running program: its address, its folder, what it has printed, and how to end it. */
export async function serve({ demo = true, env = {} } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'countinghouse-'));
  const port = await freePort();
  const base = `http://127.0.0.1:${port}`;
  const settings = { LISTEN: `127.0.0.1:${port}`, PUBLIC_URL: base, DATABASE_URL: `sqlite://${folder}/shop.db`,
    DEMO_DATABASE_URL: `sqlite://${folder}/demo.db`, DOCUMENTS_URL: `file://${folder}/documents`, LOG: 'warn', ...env };
  const child = spawn(PROGRAM, demo ? ['serve', '--demo'] : ['serve'], { cwd: folder, env: { ...process.env, ...settings } });
  const printed = { text: '' };
  await new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`the program did not start:\n${printed.text}`)), 120_000);
    const note = (data) => {
      printed.text += data;
      if (printed.text.includes('listening on')) {
        clearTimeout(late);
        resolve();
      }
    };
    child.stdout.on('data', note);
    child.stderr.on('data', note);
    child.once('exit', (code) => reject(new Error(`the program ended with ${code}:\n${printed.text}`)));
  });
  const stop = () => new Promise((resolve) => {
    child.removeAllListeners('exit');
    child.once('exit', () => {
      rmSync(folder, { recursive: true, force: true });
      resolve();
    });
    child.kill('SIGTERM');
  });
  return { base, folder, printed, stop, pid: child.pid, env: settings };
}

export function launch() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync'],
  });
}

/** A browser context of somebody; complaints of the console are collected. */
export async function visitor(browser, base, { role, script = true, lang = 'zh-CN', width = 1440, height = 900, dark = false } = {}) {
  const context = await browser.newContext({
    baseURL: base, javaScriptEnabled: script, locale: lang, viewport: { width, height },
    colorScheme: dark ? 'dark' : 'light', reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  const complaints = [];
  page.on('console', (m) => {
    // A page that is left while it still loads breaks its own requests off; that is no fault of anything.
    // A server that is away, or a policy that refuses, is told in other words.
    if (m.type() !== 'error' || /net::ERR_(FAILED|ABORTED)$/.test(m.text())) return;
    complaints.push(`${page.url()}: ${m.text()} ${m.location().url}`);
  });
  page.on('pageerror', (e) => complaints.push(`${page.url()}: ${e}`));
  if (role) await signIn(page, role);
  return { context, page, complaints };
}

export async function signIn(page, role, password = PASSWORD) {
  await page.goto('/sign-in');
  await page.fill('[name=account]', role.includes('@') ? role : `${role}@demo.example`);
  await page.fill('[name=password]', password);
  await page.click('form[action="/do/sign-in"] button.primary');
  await page.waitForURL((url) => url.pathname !== '/sign-in' && url.pathname !== '/do/sign-in');
}

/** Waits until the islands of the page have started; a page without any starts at the first key. */
export async function awake(page) {
  await page.waitForFunction(() => !document.querySelector('leptos-island') || document.documentElement.dataset.awake !== undefined);
  await page.waitForTimeout(300);
}

/** What came of an import, once it is over: new, updated, unchanged and rejected rows. */
export async function figures(page) {
  await page.waitForSelector('.figures', { timeout: 60_000 });
  return page.$$eval('.figures dd', (all) => all.slice(0, 4).map((d) => d.textContent.trim()));
}

/** Lets the file that was looked at go in, and waits until it is in. */
export async function letIn(page) {
  await page.waitForURL(/\/imports\/\d+/);
  await page.click('form[action="/do/apply-import"] button');
  await page.waitForFunction(() => document.querySelector('.figures') && !document.querySelector('form[action="/do/apply-import"]'));
}

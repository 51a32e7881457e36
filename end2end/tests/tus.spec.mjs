// The published JavaScript client of the tus protocol against a running program.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, test } from 'node:test';
import { Upload } from 'tus-js-client';
import { run, serve } from '../harness.mjs';

const PIECE = 256 << 10;
let shop;
let token;
let number;
before(async () => {
  shop = await serve();
  const env = { ...shop.env, DATABASE_URL: shop.env.DEMO_DATABASE_URL };
  const made = await run(['token', 'create', '--name', 'tus', '--role', 'operations'], { cwd: shop.folder, env });
  token = made.stdout.trim().split('\n').at(-1);
  const list = await ask('/supervisions?node=implement&flow=standard');
  number = list.data?.[0].order_no ?? assert.fail(JSON.stringify(list));
});
after(async () => { await shop?.stop(); });

async function ask(path, init = {}) {
  const answer = await fetch(`${shop.base}/api/v1${path}`, { ...init, headers: { authorization: `Bearer ${token}` } });
  return answer.json();
}

const documents = async () => (await ask(`/supervisions/${number}`)).documents;

function pdf(mark) {
  const head = Buffer.from(`%PDF-1.4\n% ${mark}\n1 0 obj<</Type/Catalog>>endobj\n`);
  return Buffer.concat([head, Buffer.alloc(PIECE * 3, 0x20), Buffer.from('\ntrailer<</Root 1 0 R>>\n%%EOF\n')]);
}

/** Sends a file; ends with the upload, and with the document that it became, or with why not. */
function send(content, name, options = {}) {
  return new Promise((resolve, reject) => {
    let document;
    const upload = new Upload(content, {
      endpoint: `${shop.base}/uploads`, chunkSize: PIECE, retryDelays: [100, 500, 1000],
      headers: { authorization: `Bearer ${token}` }, metadata: { filename: name, order_no: number },
      onAfterResponse: (_, answer) => { document = answer.getHeader('upload-document') ?? document; },
      onSuccess: () => resolve({ upload, document: Number(document) }),
      onError: reject, ...options,
    });
    options.begun?.(upload);
    upload.start();
  });
}

test('a file goes up in pieces, each with its checksum', async () => {
  const sums = [];
  const content = pdf('sums');
  const { document } = await send(content, '验收.pdf', {
    onBeforeRequest: (request) => {
      if (request.getMethod() !== 'PATCH') return;
      const at = sums.length * PIECE;
      const sum = createHash('sha256').update(content.subarray(at, at + PIECE)).digest('base64');
      sums.push(sum);
      request.setHeader('Upload-Checksum', `sha256 ${sum}`);
    },
  });
  assert.equal(sums.length, 4);
  const found = (await documents()).find((one) => one.id === document);
  assert.equal(found.name, '验收.pdf');
  assert.equal(found.sha256, createHash('sha256').update(content).digest('hex'));
});

test('a wrong checksum is told, and the piece comes once more', async () => {
  let wrong = 1;
  const { document } = await send(pdf('wrong'), 'wrong.pdf', {
    onBeforeRequest: (request) => {
      if (request.getMethod() === 'PATCH' && wrong-- > 0) request.setHeader('Upload-Checksum', `sha1 ${Buffer.alloc(20).toString('base64')}`);
    },
    onShouldRetry: (error) => error.originalResponse.getStatus() === 460,
  });
  assert.ok(document > 0);
});

test('what was broken off goes on where it stood, with another client', async () => {
  const content = pdf('broken');
  let url;
  await new Promise((resolve, reject) => {
    const first = new Upload(content, {
      endpoint: `${shop.base}/uploads`, chunkSize: PIECE, headers: { authorization: `Bearer ${token}` },
      metadata: { filename: 'broken.pdf', order_no: number }, onError: reject,
      onChunkComplete: () => { url = first.url; first.abort().then(resolve, reject); },
    });
    first.start();
  });
  const from = [];
  const { document } = await send(content, 'broken.pdf', {
    uploadUrl: url, onBeforeRequest: (request) => { from.push(request.getHeader('Upload-Offset')); },
  });
  assert.ok(Number(from.find(Boolean)) >= PIECE, `it went on: ${from}`);
  assert.equal((await documents()).filter((one) => one.id === document).length, 1);
});

test('an upload is given up, and is gone', async () => {
  const count = (await documents()).length;
  const url = await new Promise((resolve, reject) => {
    const upload = new Upload(pdf('gone'), {
      endpoint: `${shop.base}/uploads`, chunkSize: PIECE, headers: { authorization: `Bearer ${token}` },
      metadata: { filename: 'gone.pdf', order_no: number }, onError: reject,
      onChunkComplete: () => { const { url } = upload; upload.abort(true).then(() => resolve(url), reject); },
    });
    upload.start();
  });
  const head = await fetch(url, { method: 'HEAD', headers: { authorization: `Bearer ${token}`, 'tus-resumable': '1.0.0' } });
  assert.equal(head.status, 404);
  assert.equal((await documents()).length, count);
});

test('what is not taken is refused before its first byte, and says how long it would have lasted otherwise', async () => {
  await assert.rejects(send(pdf('exe'), 'setup.exe', { retryDelays: null }), /422[\s\S]*exe/);
  let expires;
  await send(pdf('lasts'), 'lasts.pdf', { onAfterResponse: (_, answer) => { expires ??= answer.getHeader('upload-expires'); } });
  const hours = (new Date(expires) - Date.now()) / 3_600_000;
  assert.ok(hours > 23 && hours <= 24, expires);
});

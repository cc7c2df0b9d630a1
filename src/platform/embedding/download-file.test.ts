import { createHash, randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { listenForTest } from '../../../tests/support/listen.ts';
import { folderForTest } from '../../../tests/support/own-folder.ts';
import { DownloadError, downloadFile } from './download-file.ts';

const content = randomBytes(300_000);
const sha256 = createHash('sha256').update(content).digest('hex');
const usual = { attempts: 3, backOffMs: 1, idleMs: 10_000 };

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** Starts a local hub that answers the requests with these in turn, and all further ones with the last. */
async function startHub(answers: readonly Answer[]) {
  const requests: { readonly url: string; readonly range: string | undefined }[] = [];
  const server = createServer((request, response) => {
    requests.push({ url: request.url ?? '', range: request.headers.range });
    answers[Math.min(requests.length, answers.length) - 1]?.(request, response);
  });
  return { url: `${await listenForTest(server)}/model.onnx`, requests };
}

const whole: Answer = (_, response) => response.writeHead(200, { 'content-length': content.length }).end(content);
const redirect =
  (hash: string): Answer =>
  (_, response) =>
    response.writeHead(302, { location: '/elsewhere', 'x-linked-etag': `"${hash}"` }).end('Found');
/** Sends the requested range, or the whole content. */
const rest: Answer = ({ headers }, response) => {
  const from = Number(/\d+/.exec(headers.range ?? '')?.[0] ?? 0);
  response.writeHead(206, { 'content-length': content.length - from }).end(content.subarray(from));
};
const breakOff: Answer = (_, response) => {
  response.writeHead(200, { 'content-length': content.length });
  response.write(content.subarray(0, 100_000), () => setTimeout(() => response.destroy(), 20));
};
const fallSilent: Answer = (_, response) => {
  response.writeHead(200, { 'content-length': content.length });
  response.write(content.subarray(0, 1_000));
};
const status =
  (code: number): Answer =>
  (_, response) =>
    response.writeHead(code).end('no');

/** Downloads into a new folder; returns the folder's files, and why it failed. */
async function download(url: string, patience = usual) {
  const dir = folderForTest();
  const told: (number | null)[][] = [];
  const path = join(dir, 'models', 'model.onnx');
  const onProgress = (received: number, total: number | null) => told.push([received, total]);
  const failed: unknown = await downloadFile({ url, path, patience, onProgress }).then(
    () => null,
    (error: unknown) => error,
  );
  const files = await readdir(join(dir, 'models'));
  return { failed, files, told, content: files.includes('model.onnx') ? await readFile(path) : null };
}

test('follows a redirect, verifies the hash, and reports progress', async () => {
  const hub = await startHub([redirect(sha256), whole]);
  const { failed, files, told, content: came } = await download(hub.url);
  expect([failed, files]).toEqual([null, ['model.onnx']]);
  expect(came?.equals(content)).toBe(true);
  expect(told.at(-1)).toEqual([content.length, content.length]);
  expect(hub.requests.map(({ url }) => url)).toEqual(['/model.onnx', '/elsewhere']);
});

test('resumes an interrupted download where it stopped', async () => {
  const hub = await startHub([breakOff, rest]);
  const { failed, content: came } = await download(hub.url);
  expect(failed).toBeNull();
  expect(came?.equals(content)).toBe(true);
  expect(hub.requests[1]?.range).toMatch(/^bytes=[1-9]\d*-$/);
});

test('starts again if the server does not support ranges', async () => {
  const hub = await startHub([breakOff, whole]);
  const { failed, content: came } = await download(hub.url);
  expect(failed).toBeNull();
  expect(came?.equals(content)).toBe(true);
});

test('retries if the server is busy or stops sending', async () => {
  const hub = await startHub([status(503), fallSilent, whole]);
  const { content: came } = await download(hub.url, { ...usual, attempts: 6, idleMs: 300 });
  expect(came?.equals(content)).toBe(true);
  expect(hub.requests.length).toBeGreaterThanOrEqual(3);
});

test.each([
  ['breaks off each time', [breakOff], /could not be fetched in 3 attempts/, 3],
  ['is not there', [status(404)], /answered 404/, 1],
  ['is of another hash', [redirect('0'.repeat(64)), whole], /of the sha-256 .* had announced 0{64}/, 2],
  ['redirects for ever', [redirect(sha256)], /redirects more than/, 6],
])('a file that %s is an error that says why, and leaves no file behind', async (_, answers, reason, requests) => {
  const hub = await startHub(answers);
  const { failed, files } = await download(hub.url);
  expect(failed).toBeInstanceOf(DownloadError);
  expect(String(failed)).toMatch(reason);
  expect(files).toEqual([]);
  expect(hub.requests).toHaveLength(requests);
});

test('rejects a file with more bytes than announced', async () => {
  const hub = await startHub([
    breakOff,
    (_, response) => response.writeHead(206).end(Buffer.concat([content, content])),
  ]);
  const { failed, files } = await download(hub.url);
  expect(String(failed)).toMatch(/sent \d+ bytes, and had announced 300000/);
  expect(files).toEqual([]);
});

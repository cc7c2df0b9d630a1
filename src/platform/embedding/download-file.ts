import { createHash, type Hash } from 'node:crypto';
import { type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { lostBecause } from '../error-message.ts';
import { backOffMs } from '../retry-after.ts';
import { runAnew } from '../run-anew.ts';

export interface Download {
  readonly url: string;
  /** Path of the complete file. */
  readonly path: string;
  /** Called as bytes arrive; `total` is null if unknown. */
  readonly onProgress?: (received: number, total: number | null) => void;
  readonly patience?: Patience;
}

interface Patience {
  /** Number of failed connections before giving up. */
  readonly attempts: number;
  readonly backOffMs: number;
  /** Maximum time without data. */
  readonly idleMs: number;
}

const usualPatience: Patience = { attempts: 5, backOffMs: 1_000, idleMs: 30_000 };

/** The file is not available, or not what was announced. An immediate retry is of no use. */
export class DownloadError extends Error {
  override readonly name = 'DownloadError';
}

/** What has been received so far, and what was announced for the whole file. */
interface Part {
  readonly file: FileHandle;
  hash: Hash;
  received: number;
  total: number | null;
  sha256: string | null;
}

/**
 * Downloads a file. An interrupted download is resumed; one whose length or hash differs from what was announced is discarded.
 * The file appears at its path only when complete.
 */
export async function downloadFile({ url, path, onProgress, patience = usualPatience }: Download): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  // Named by process, so that two processes do not write into the same file.
  const unfinished = `${path}.${process.pid}.part`;
  try {
    {
      await using file = await open(unfinished, 'w');
      const part: Part = { file, hash: createHash('sha256'), received: 0, total: null, sha256: null };
      await fetchWhole(url, part, patience, () => onProgress?.(part.received, part.total));
      check(url, part);
      await file.sync();
    }
    await rename(unfinished, path);
  } finally {
    await rm(unfinished, { force: true });
  }
}

async function fetchWhole(url: string, part: Part, patience: Patience, tell: () => void): Promise<void> {
  const goOn = async () => {
    await fetchRest(url, part, patience.idleMs, tell);
    if (part.total !== null && part.received < part.total)
      throw new Error(`it ended after ${part.received} of ${part.total} bytes`);
  };
  const rest = (attempts: number) => delay(backOffMs(patience.backOffMs, attempts));
  await runAnew(patience.attempts, goOn, mayPass, rest).catch((cause: unknown) => {
    if (!mayPass(cause)) throw cause;
    const problem = `could not be fetched in ${patience.attempts} attempts: ${lostBecause(cause)}`;
    throw new DownloadError(`${url} ${problem}`, { cause });
  });
}

const mayPass = (error: unknown): boolean => !(error instanceof DownloadError);

async function fetchRest(url: string, part: Part, idleMs: number, tell: () => void): Promise<void> {
  const idle = new AbortController();
  const timer = setTimeout(() => idle.abort(new Error(`nothing came for ${idleMs} ms`)), idleMs);
  try {
    const response = await follow(url, part, idle.signal);
    if (response.status !== 206) await restart(part);
    part.total ??= lengthOf(response, part.received);
    for await (const chunk of response.body ?? []) {
      timer.refresh();
      await part.file.write(chunk, 0, chunk.length, part.received);
      part.hash.update(chunk);
      part.received += chunk.length;
      tell();
    }
  } finally {
    clearTimeout(timer);
  }
}

/** Maximum number of redirects, by which a hub points to the storage of its large files. */
const mostRedirects = 5;

/** A hub announces the hash of a large file in the headers of its redirect, which fetch would follow silently. */
async function follow(url: string, part: Part, signal: AbortSignal): Promise<Response> {
  const range = part.received > 0 ? { range: `bytes=${part.received}-` } : {};
  let at = url;
  for (let redirects = 0; redirects <= mostRedirects; redirects += 1) {
    const response = await fetch(at, {
      headers: { 'accept-encoding': 'identity', ...range },
      redirect: 'manual',
      signal,
    });
    const announced = /^"?([0-9a-f]{64})"?$/.exec(response.headers.get('x-linked-etag') ?? '');
    part.sha256 ??= announced?.[1] ?? null;
    const location = response.headers.get('location');
    if (response.status < 300 || response.status >= 400 || location === null) return accepted(url, response);
    await response.body?.cancel();
    at = new URL(location, at).href;
  }
  throw new DownloadError(`${url} redirects more than ${mostRedirects} times`);
}

async function accepted(url: string, response: Response): Promise<Response> {
  const { ok, status } = response;
  if (ok) return response;
  await response.body?.cancel();
  // Transient: busy or down. Other errors are permanent.
  if (status >= 500 || status === 429 || status === 408) throw new Error(`it answered ${status}`);
  throw new DownloadError(`${url} answered ${status}`);
}

/** Starts over, since the server sends the file from its beginning. */
async function restart(part: Part): Promise<void> {
  await part.file.truncate();
  part.hash = createHash('sha256');
  part.received = 0;
}

function lengthOf(response: Response, before: number): number | null {
  const length = response.headers.get('content-length');
  return length === null ? null : before + Number(length);
}

function check(url: string, { received, total, hash, sha256 }: Part): void {
  if (total !== null && received !== total)
    throw new DownloadError(`${url} sent ${received} bytes, and had announced ${total}`);
  const came = hash.digest('hex');
  if (sha256 !== null && came !== sha256)
    throw new DownloadError(`${url} sent a file of the sha-256 ${came}, and had announced ${sha256}`);
}

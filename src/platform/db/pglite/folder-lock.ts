import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { hasCode } from '../../error-code.ts';
import { ifThere } from '../../is-there.ts';
import { jsonOrNull } from '../../json-object.ts';
import { Repeated } from '../../repeated.ts';
import { EmbeddedDatabaseError } from './embedded-database.errors.ts';
import { isRunning, pidSpace, processStart } from './process-identity.ts';

/** What a holder writes about itself. */
interface Claim {
  readonly pid: number;
  readonly processStart: string | null;
  readonly pidSpace: string;
  readonly since: string;
}

const HEARTBEAT_MS = 2_000;
/**
 * A holder whose process cannot be inspected (another container), or told apart from another with the same pid (Windows), counts as dead after
 * this many missed heartbeats.
 */
const MISSED_HEARTBEATS = 3;
/** Two contenders that start at the same moment see each other and both give way; they retry for this long. */
const CONTEST_MS = 1_000;

/**
 * Locks a data folder for this process, or throws an error that names the process that holds it. Each contender first
 * writes its own claim and then looks for others: whoever looks later sees the earlier claim, so no two can hold the
 * folder. A claim whose process is dead, by kill -9 or a power cut, is ignored, even if its pid is in use again.
 *
 * @param onLost is called when the claim was removed by hand, or by a contender that considered this process dead.
 */
export async function lockFolder(
  folder: string,
  onLost: (error: EmbeddedDatabaseError) => void,
  heartbeatMs = HEARTBEAT_MS,
) {
  const lockDir = join(folder, 'lock');
  await mkdir(lockDir, { recursive: true, mode: 0o700 });
  const began = Date.now();
  for (;;) {
    const mine = await writeClaim(lockDir);
    const holder = await otherHolder(lockDir, mine, heartbeatMs);
    if (holder === null) return hold(join(lockDir, mine), onLost, heartbeatMs);
    await rm(join(lockDir, mine), { force: true });
    const isContest = Date.parse(holder.since) > began - CONTEST_MS && Date.now() < began + CONTEST_MS;
    if (!isContest) throw inUse(folder, holder);
    await sleep(Math.random() * 100);
  }
}

async function writeClaim(lockDir: string): Promise<string> {
  const { pid } = process;
  const claim: Claim = { pid, processStart: processStart(pid), pidSpace: pidSpace(), since: new Date().toISOString() };
  const name = `${pid}-${randomUUID()}.json`;
  // Renamed into place, so that nobody reads a partial claim.
  const draft = join(lockDir, `.${name}`);
  await writeFile(draft, `${JSON.stringify(claim)}\n`, { flag: 'wx', mode: 0o600 });
  await rename(draft, join(lockDir, name));
  return name;
}

/** Returns the first other live claim. Removes dead ones on the way. */
async function otherHolder(lockDir: string, mine: string, heartbeatMs: number): Promise<Claim | null> {
  for (const name of await readdir(lockDir)) {
    if (name === mine || name.startsWith('.')) continue;
    const path = join(lockDir, name);
    const claim = await readClaim(path);
    if (claim !== null && (await isAlive(path, claim, heartbeatMs))) return claim;
    await rm(path, { force: true });
  }
  return null;
}

/** Null: removed meanwhile, or torn by a power cut. */
const readClaim = async (path: string): Promise<Claim | null> =>
  jsonOrNull((await ifThere(readFile(path, 'utf8'))) ?? '') as Claim | null;

async function isAlive(path: string, claim: Claim, heartbeatMs: number): Promise<boolean> {
  if (claim.pidSpace === pidSpace()) {
    const running = isRunning(claim.pid, claim.processStart);
    if (running !== 'unknown') return running;
  }
  const before = await lastHeartbeat(path);
  await sleep(MISSED_HEARTBEATS * heartbeatMs);
  return before !== undefined && (await lastHeartbeat(path)) !== before;
}

const lastHeartbeat = async (path: string): Promise<number | undefined> => (await ifThere(stat(path)))?.mtimeMs;

function hold(path: string, onLost: (error: EmbeddedDatabaseError) => void, heartbeatMs: number) {
  const beating = new Repeated(heartbeatMs, async () => {
    const now = new Date();
    await utimes(path, now, now).catch((error: unknown) => {
      // If the claim still exists, the lock is held; the next beat may succeed.
      if (!hasCode(error, 'ENOENT')) return;
      beating.stop();
      onLost(new EmbeddedDatabaseError('DATA_FOLDER_IN_USE', `the lock of the data folder was taken away: ${path}`));
    });
  });
  beating.start();
  return {
    release: async () => {
      await beating[Symbol.asyncDispose]();
      await rm(path, { force: true });
    },
  };
}

const inUse = (folder: string, holder: Claim): EmbeddedDatabaseError =>
  new EmbeddedDatabaseError(
    'DATA_FOLDER_IN_USE',
    `the data folder ${folder} is in use by process ${holder.pid} since ${holder.since}: ` +
      'stop that process, or set DATA_DIR to another folder',
  );

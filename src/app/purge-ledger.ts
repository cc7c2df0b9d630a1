import type { Logger } from 'pino';
import { blankWithRun } from '../agent/blank-with-run.ts';
import { PurgeLedgerFile } from '../erasure/purge-ledger-file.ts';
import { replayPurges } from '../erasure/replay-purges.ts';
import { SettingError } from '../platform/config/config-error.ts';
import { mayBeRestored, renumberRestored } from '../platform/db/purge-ledger.ts';
import { isDiskFull } from '../platform/error-code.ts';
import { messageOf } from '../platform/error-message.ts';
import type { JobSender } from '../platform/jobs/job.ts';
import { Repeated } from '../platform/repeated.ts';
import { beforePurge, erasingBy } from './before-purge.ts';
import type { OpenDatabase } from './open-database.ts';

/** Longest time until a purge is in the file. */
const followMs = 5_000;

/** An unmounted disk looks like a first start, except that the database has data. */
const newLedger =
  'a new ledger of purges begins: if this database was restored from a backup, put the former ledger in its place and restart';

/** Keeps a record of purges in a file outside the database; null if no file is configured. */
export async function openPurgeLedger(
  path: string | null,
  { jobs: db }: Pick<OpenDatabase, 'jobs'>,
  jobs: JobSender,
  log: Logger,
  starting: AsyncDisposableStack,
) {
  if (path === null) return null;
  const file = starting.use(await PurgeLedgerFile.open(path).catch(refuse));
  const follow = () =>
    file.catchUp(db).catch((error: unknown) => log.error({ err: error }, 'the ledger of purges could not be written'));
  const following = new Repeated(followMs, follow);
  let follows = false;
  starting.defer(async () => {
    await following[Symbol.asyncDispose]();
    if (follows) await follow();
  });
  return {
    /** Purges again what a restore brought back; nothing may be served before. Then starts following the database. */
    async replay() {
      if (file.isNew && (await mayBeRestored(db))) log.warn({ path }, newLedger);
      const parts = { db, requestErasure: erasingBy(jobs), beforePurge, blankMessage: blankWithRun };
      const replayed = await file.replay((purged) => replayPurges(parts, purged));
      if (replayed > 0) log.warn({ replayed }, 'purged again what a restore had brought back');
      await renumberRestored(db);
      await file.catchUp(db).catch(refuseIfFull);
      follows = true;
      following.start();
    },
  };
}

/** Errors of the database are not the file's. */
function refuseIfFull(error: unknown): never {
  if (isDiskFull(error)) refuse(error);
  throw error;
}

function refuse(error: unknown): never {
  const takes = `a writable file that contains only purges (${messageOf(error)})`;
  throw new SettingError('PURGE_LEDGER_FILE', takes);
}

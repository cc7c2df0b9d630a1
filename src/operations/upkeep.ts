import { z } from 'zod';
import { forgetEndedKeys } from '../account/end-api-keys.ts';
import type { RequestErasure } from '../collection/request-erasure.ts';
import { eraseLeftovers } from '../erasure/erase-leftovers.ts';
import { forgetSeldomPairs } from '../memory/seldom-pairs.ts';
import { fadeTiers } from '../memory/update-tiers.ts';
import type { Database } from '../platform/db/database.ts';
import { forgetSamples } from '../platform/db/forget-samples.ts';
import { forgetOldKeys } from '../platform/db/idempotency.ts';
import { forgetLeftLeases } from '../platform/db/process-lease.ts';
import { forgetOldPurges } from '../platform/db/purge-ledger.ts';
import { forgetOldEvents, type Retention } from '../platform/events/old-events.ts';
import type { Job } from '../platform/jobs/job.ts';

/** Daily maintenance of the database, for all accounts. */
export const upkeepJob: Job<object> = { name: 'upkeep', payload: z.object({}), keyOf: () => 'upkeep' };

/** At a quiet time, in UTC. */
export const upkeepTimes = '17 3 * * *';

const pageSize = 500;
/** Moving a memory to another tier writes to each of its indexes: a page of them has to fit between requests. */
const tierPageSize = 100;

interface UpkeepParts {
  readonly db: Database;
  readonly requestErasure: RequestErasure;
  /** How long the event log is kept. */
  readonly retention: Retention;
  /** Days for which records of purges are kept, and API keys that were revoked or have expired. */
  readonly purgeLedgerDays: number;
  /** Deletes rankings that nobody can find any more, and notes of searches that are a day old. */
  readonly forgetSearches: (db: Database, signal: AbortSignal, pageSize: number) => Promise<void>;
}

export async function runUpkeep(parts: UpkeepParts, signal: AbortSignal): Promise<'done' | 'again'> {
  await forgetLeftLeases(parts.db);
  await forgetOldKeys(parts.db, signal, pageSize);
  await forgetOldEvents(parts.db, parts.retention, signal, pageSize);
  await forgetOldPurges(parts.db, parts.purgeLedgerDays);
  await forgetEndedKeys(parts.db, parts.purgeLedgerDays);
  await parts.forgetSearches(parts.db, signal, pageSize);
  await fadeTiers(parts.db, signal, tierPageSize);
  await forgetSeldomPairs(parts.db, signal);
  await eraseLeftovers(parts.db, parts.requestErasure);
  await forgetSamples(parts.db, signal);
  return signal.aborted ? 'again' : 'done';
}

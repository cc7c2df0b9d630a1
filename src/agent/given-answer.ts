import type { Reach } from '../collection/reach.ts';
import type { Database } from '../platform/db/database.ts';
import type { UnitOfWork } from '../platform/events/unit-of-work.ts';
import { AgentRunStore } from './agent-run.store.ts';
import type { AgentRun, RunAnswer } from './agent-run.ts';
import { tellFinished, tellStarted } from './run-events.ts';
import { copyRecalled, holdRecalled } from './run-memories.store.ts';

const gone: RunAnswer = { isActive: false, answer: null };

/**
 * Returns the current answer of an earlier run, within the transaction that reuses it. Locks the memories behind it against a purge
 * until then: a later purge finds both runs.
 */
export async function givenAnswer(db: Database, reach: Reach, earlierId: string): Promise<RunAnswer> {
  await holdRecalled(db, { accountId: reach.accountId, id: earlierId });
  return (await new AgentRunStore(db).answer(reach, earlierId)) ?? gone;
}

/**
 * Records for a run that was stored with an earlier run's answer which memories that was made of, and the events of a run that was
 * answered.
 */
export async function answerAgain(unit: UnitOfWork, run: AgentRun, earlierId: string): Promise<void> {
  await copyRecalled(unit.db, run, earlierId);
  tellStarted(unit, run);
  tellFinished(unit, run);
}

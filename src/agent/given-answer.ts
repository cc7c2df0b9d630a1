import type { Reach } from '../collection/reach.ts';
import type { Database } from '../platform/db/database.ts';
import type { UnitOfWork } from '../platform/events/unit-of-work.ts';
import { AgentRunStore } from './agent-run.store.ts';
import type { RunAnswer } from './agent-run.ts';
import { copyRecalled, holdRecalled } from './run-memories.store.ts';
import type { RunKey } from './run-queue.store.ts';

const gone: RunAnswer = { isActive: false, answer: null };

/**
 * The answer of an earlier run as it stands now, within the transaction that gives it again. Nothing that it tells of can be purged until
 * that ends: a purge then finds it in both places.
 */
export async function givenAnswer(db: Database, reach: Reach, earlierId: string): Promise<RunAnswer> {
  await holdRecalled(db, { accountId: reach.accountId, id: earlierId });
  return (await new AgentRunStore(db).answer(reach, earlierId)) ?? gone;
}

/** Notes for a run that has just been stored with the answer of an earlier one what that was made of, and tells all that would have been told of it. */
export async function answerAgain(
  unit: UnitOfWork,
  run: RunKey & { readonly conversationId: string },
  earlierId: string,
): Promise<void> {
  await copyRecalled(unit.db, run, earlierId);
  const ofRun = { kind: 'agent_run', streamId: run.id, subjectId: run.id } as const;
  unit.record({ ...ofRun, type: 'AgentRunStarted', data: { attempt: 1 } });
  unit.record({ ...ofRun, type: 'AgentRunFinished' });
  unit.record({ ...ofRun, type: 'AgentRunFinished', kind: 'conversation', streamId: run.conversationId });
}

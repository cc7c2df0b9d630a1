import type { UnitOfWork } from '../platform/events/unit-of-work.ts';
import type { AgentRun } from './agent-run.ts';

/** A run in its conversation, which is told of its beginning and its end. */
type RunInConversation = Pick<AgentRun, 'id' | 'conversationId'>;

const ofRun = (id: string) => ({ kind: 'agent_run', streamId: id, subjectId: id }) as const;
const ofConversation = ({ id, conversationId }: RunInConversation) =>
  ({ kind: 'conversation', streamId: conversationId, subjectId: id }) as const;

/** Records that a run was queued, or answered at once. */
export function tellQueued(unit: UnitOfWork, run: RunInConversation): void {
  unit.record({ ...ofConversation(run), type: 'AgentRunQueued' });
  unit.record({ ...ofRun(run.id), type: 'AgentRunQueued' });
}

/** Records that an attempt was requeued: subscribers get no more of its text. */
export function tellPutBack(unit: UnitOfWork, { id, attempt }: Pick<AgentRun, 'id' | 'attempt'>): void {
  unit.record({ ...ofRun(id), type: 'AgentRunQueued', data: { attempt } });
}

/** Records that an attempt began. */
export function tellStarted(unit: UnitOfWork, { id, attempt }: Pick<AgentRun, 'id' | 'attempt'>): void {
  unit.record({ ...ofRun(id), type: 'AgentRunStarted', data: { attempt } });
}

/** Records the last event of a run's stream. */
export function tellFinished(unit: UnitOfWork, run: RunInConversation): void {
  unit.record({ ...ofRun(run.id), type: 'AgentRunFinished' });
  unit.record({ ...ofConversation(run), type: 'AgentRunFinished' });
}

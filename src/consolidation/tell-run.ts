import type { UnitOfWork } from '../platform/events/unit-of-work.ts';
import type { ConsolidationRun, ConsolidationStep, Proposal } from './consolidation.ts';

type Told = Pick<ConsolidationRun, 'id' | 'collectionId'>;

/** Records in the collection's stream that a run has begun. */
export function tellStarted(unit: UnitOfWork, { id, collectionId }: Told): void {
  unit.record({ kind: 'collection', streamId: collectionId, type: 'ConsolidationStarted', subjectId: id });
}

/** Records in the run's stream what it has proposed. */
export function tellProposed(unit: UnitOfWork, { id }: Told, proposals: readonly Proposal[]): void {
  for (const { id: subjectId } of proposals)
    unit.record({ kind: 'consolidation_run', streamId: id, type: 'ConsolidationProposed', subjectId });
}

/** Records in the run's stream how far a step is. */
export function tellProgress(
  unit: UnitOfWork,
  { id }: Told,
  data: { readonly step: ConsolidationStep; readonly done: number; readonly total: number },
): void {
  if (data.total > 0)
    unit.record({ kind: 'consolidation_run', streamId: id, type: 'ConsolidationProgress', subjectId: id, data });
}

/** Records in the collection's stream that proposals of a run were decided, once per transaction. */
export function tellDecided(unit: UnitOfWork, { id, collectionId }: Told): void {
  unit.recordOnce({ kind: 'collection', streamId: collectionId, type: 'ConsolidationDecided', subjectId: id });
}

/** Records in both streams that a run has ended, in whatever way. The run's own stream ends with this event. */
export function tellFinished(unit: UnitOfWork, { id, collectionId }: Told): void {
  unit.record({ kind: 'consolidation_run', streamId: id, type: 'ConsolidationFinished', subjectId: id });
  unit.record({ kind: 'collection', streamId: collectionId, type: 'ConsolidationFinished', subjectId: id });
}

import { keyOfParts } from '../platform/key-of-parts.ts';
import type { Turn } from './agent.ts';
import type { ClaimedRun } from './run-queue.store.ts';

/** A question, its asker and the model that is asked. */
export type Asking = Pick<ClaimedRun, 'viewer' | 'model' | 'question' | 'speaker' | 'alsoRead' | 'asOf'>;

/** Everything that an answer depends on. */
interface Prompt {
  readonly asking: Asking;
  /** The conversation before the question. */
  readonly history: readonly Turn[];
  readonly instructions: string;
  /** Revisions of all collections that are searched, as `revisionsOf` returns them. */
  readonly revisions: unknown;
}

/** Returns the key by which an answer is found again. */
export function keyOf({ asking, history, instructions, revisions }: Prompt): string {
  const { viewer, model, question, speaker, asOf } = asking;
  const collections = viewer.collectionIds && [...viewer.collectionIds].toSorted();
  return keyOfParts(
    viewer.accountId,
    [...viewer.scopes].toSorted(),
    collections,
    model,
    instructions,
    question,
    speaker,
    asOf,
    history,
    revisions,
  );
}

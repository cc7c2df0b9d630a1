import type { Logger } from 'pino';
import type { CollectionKey } from '../collection/collection.ts';
import type { Memory } from '../memory/memory.ts';
import { presentMemories } from '../memory/present-memories.ts';
import { allEnded } from '../platform/all-ended.ts';
import { acrossAccounts } from '../platform/db/account-guard.ts';
import type { Database } from '../platform/db/database.ts';
import { inUnitOfWork } from '../platform/events/unit-of-work.ts';
import type { LanguageModel } from '../platform/language-model/language-model.ts';
import { chooseMemories } from './choose-memories.ts';
import {
  type Claim,
  type ClaimOptions,
  claimNarrative,
  dropClaim,
  dueNarratives,
  holdCollection,
  holdTellable,
  keepNarrative,
  type Told,
} from './narrative.store.ts';
import { extractive } from './narrative.ts';
import { tellByModel } from './tell-by-model.ts';

export interface NarratorParts extends ClaimOptions {
  /** Background work: on the embedded database, the lane that gives way to requests. */
  readonly db: Database;
  /** Null: narratives are extractive. */
  readonly model: LanguageModel | null;
  /** Whether background work has to wait, as where memory runs short. */
  readonly isPaused: () => boolean;
  readonly log: Pick<Logger, 'warn' | 'error'>;
}

/** A story is made of the most present memories, so many at most. */
const mostPresent = 200;

/** Finding what is due looks at all collections of all accounts: so many narratives are told before the next look. */
const atOneLook = 100;

/** Tells narratives that are due, as many at once as allowed, until none is left. Pausing leaves the rest for the next time. */
export class Narrator {
  readonly #parts: NarratorParts;
  /** As the last look found them; whatever became of them since, a claim sees. */
  #found: readonly CollectionKey[] = [];

  constructor(parts: NarratorParts) {
    this.#parts = parts;
  }

  async tellDue(signal: AbortSignal): Promise<'done' | 'again'> {
    const works = Array.from({ length: this.#parts.atOnce }, () => this.#work(signal));
    // All have ended before one that failed does: who is told of it calls again, and would have the others twice.
    await allEnded(works);
    return signal.aborted ? 'again' : 'done';
  }

  /** One after the other, until none is due. One that fails is left claimed for a while: it is not tried again at once. */
  async #work(signal: AbortSignal): Promise<void> {
    const { isPaused, log } = this.#parts;
    while (!signal.aborted && !isPaused()) {
      const claim = await this.#claim();
      if (!claim) return;
      try {
        await this.#tell(claim, signal);
      } catch (error) {
        if (signal.aborted) return await dropClaim(this.#parts.db, claim);
        log.error({ err: error, collectionId: claim.collectionId }, 'a narrative could not be written');
      }
    }
  }

  async #claim(): Promise<Claim | null> {
    const db = acrossAccounts(this.#parts.db, 'collection', 'stream', 'narrative', 'event', 'conversation');
    const claim = await claimNarrative(db, this.#parts, this.#found);
    if (claim) return claim;
    this.#found = await dueNarratives(db, this.#parts, atOneLook);
    return this.#found.length === 0 ? null : await claimNarrative(db, this.#parts, this.#found);
  }

  async #tell(claim: Claim, signal: AbortSignal): Promise<void> {
    const { accountId, collectionId } = claim;
    const { db } = this.#parts;
    const chosen = await chooseMemories(await presentMemories(db, claim, mostPresent));
    const told = await this.#put(chosen, signal);
    await inUnitOfWork(db, accountId, async (unit) => {
      // The events of a collection end with its deletion.
      if (!(await holdCollection(unit.db, claim))) return;
      const tellable = new Set(await holdTellable(unit.db, accountId, told.memoryIds));
      if (!(await keepNarrative(unit.db, claim, withoutForgotten(told, tellable)))) return;
      unit.record({
        kind: 'collection',
        streamId: collectionId,
        type: 'CollectionChanged',
        subjectId: collectionId,
        changed: ['narrative'],
        shape: true,
      });
    });
  }

  /** In a model's words where there is one that answers; else by the memories themselves. */
  async #put(chosen: readonly Memory[], signal: AbortSignal): Promise<Told> {
    const { model, log } = this.#parts;
    const memoryIds = chosen.map(({ id }) => id);
    if (model && chosen.length > 0) {
      try {
        const text = await tellByModel(model, chosen, signal);
        if (text !== '') return { toldBy: model.name, text, memoryIds };
      } catch (error) {
        signal.throwIfAborted();
        log.warn({ err: error }, 'the model wrote no narrative: it is extractive');
      }
    }
    return { toldBy: extractive, text: null, memoryIds };
  }
}

/** What was forgotten while it was told goes; a text that may tell of it goes as a whole. */
function withoutForgotten(told: Told, tellable: ReadonlySet<string>): Told {
  const memoryIds = told.memoryIds.filter((id) => tellable.has(id));
  return memoryIds.length === told.memoryIds.length ? told : { toldBy: extractive, text: null, memoryIds };
}

import type { Logger } from 'pino';
import type { CollectionKey } from '../collection/collection.ts';
import { collectionChanged } from '../collection/collection-changed.ts';
import type { Memory } from '../memory/memory.ts';
import { presentMemories } from '../memory/present-memories.ts';
import { areStillTold } from '../memory/still-told.ts';
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
  /** For background work: on the embedded database, the lane that gives way to requests. */
  readonly db: Database;
  /** Null if narratives are extractive. */
  readonly model: LanguageModel | null;
  /** Whether background work has to wait, for example while memory is short. */
  readonly isPaused: () => boolean;
  readonly log: Pick<Logger, 'warn' | 'error'>;
}

/** Maximum number of memories for a story: the most present ones. */
const mostPresent = 200;

/** Number of narratives per lookup: finding what is due scans all collections of all accounts. */
const atOneLook = 100;

/** Writes the narratives that are due, as many at once as allowed, until none is left. If paused, the rest waits for the next time. */
export class Narrator {
  readonly #parts: NarratorParts;
  /** Result of the last lookup; a claim checks whether it is still true. */
  #found: readonly CollectionKey[] = [];

  constructor(parts: NarratorParts) {
    this.#parts = parts;
  }

  async tellDue(signal: AbortSignal): Promise<'done' | 'again'> {
    const works = Array.from({ length: this.#parts.atOnce }, () => this.#work(signal));
    // If one fails, waits for the others before it throws: the caller retries, and would otherwise run them twice.
    await allEnded(works);
    return signal.aborted ? 'again' : 'done';
  }

  /** Writes one narrative after another until none is due. A failed one stays claimed for a while, so that it is not retried at once. */
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
    const told = await this.#put(accountId, chosen, signal);
    await inUnitOfWork(db, accountId, async (unit) => {
      // The event stream of a collection ends with its deletion: record none after it.
      if (!(await holdCollection(unit.db, claim))) return;
      const tellable = new Set(await holdTellable(unit.db, accountId, told.memoryIds));
      if (!(await keepNarrative(unit.db, claim, withoutForgotten(told, tellable)))) return;
      unit.record({ ...collectionChanged(collectionId, ['narrative']), shape: true });
    });
  }

  /** Written by the model if there is one and it answers; otherwise extractive. */
  async #put(accountId: string, chosen: readonly Memory[], signal: AbortSignal): Promise<Told> {
    const { db, model, log } = this.#parts;
    const memoryIds = chosen.map(({ id }) => id);
    if (model && chosen.length > 0) {
      try {
        const text = await tellByModel(model, chosen, () => areStillTold(db, accountId, memoryIds), signal);
        if (text !== '') return { toldBy: model.name, text, memoryIds };
      } catch (error) {
        signal.throwIfAborted();
        log.warn({ err: error }, 'the model wrote no narrative: it is extractive');
      }
    }
    return { toldBy: extractive, text: null, memoryIds };
  }
}

/** Removes memories that were forgotten meanwhile. A text that may tell of one is dropped as a whole. */
function withoutForgotten(told: Told, tellable: ReadonlySet<string>): Told {
  const memoryIds = told.memoryIds.filter((id) => tellable.has(id));
  return memoryIds.length === told.memoryIds.length ? told : { toldBy: extractive, text: null, memoryIds };
}

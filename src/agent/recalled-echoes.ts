import type { Viewer } from '../account/viewer.ts';
import { reachOf } from '../collection/reach.ts';
import { type Echoes, isCompared, mostParts, partLength, type Told, type Where } from '../conversation/echoes.ts';
import { cut } from '../conversation/window.ts';
import type { MemoryService } from '../memory/memory.service.ts';
import type { Database } from '../platform/db/database.ts';
import { textTurns } from '../platform/turns/text-turns.ts';
import type { FindHits } from '../search/find-ranking.ts';
import { maxQueryLength } from '../search/search.ts';
import { acknowledgedSentences } from './acknowledgements.ts';
import { KnownTexts } from './known-texts.ts';
import { everOwnWords } from './own-words.ts';
import { readRecalled } from './recalled-in-conversation.store.ts';
import { type Known, type KnownText, repeats } from './repeats.ts';
import { turnCharacters } from './sentences.ts';

interface EchoParts {
  readonly db: Database;
  readonly finder: FindHits;
  readonly memories: Pick<MemoryService, 'byIds'>;
}

/** Number of search results that a part is compared with, and of messages before it in the same call. */
const compared = 20;

/** Phrases that the extractive agent says of itself, in every conversation. */
const ownWordsOf = (language: string): Known[] => everOwnWords(language).map((content) => ({ content, speaker: null }));

/** What the texts of one call are compared with. */
class Comparison {
  readonly known: KnownTexts;
  readonly recalled: readonly KnownText[];
  /** Messages of the call of which memories are to be made: no search finds them yet. */
  readonly #told: KnownText[] = [];
  readonly #letOthersIn = textTurns(turnCharacters);
  #left = mostParts;

  constructor(known: KnownTexts, recalled: readonly KnownText[]) {
    this.known = known;
    this.recalled = recalled;
  }

  /** What is known without a search. */
  get atHand(): readonly KnownText[] {
    return [...this.recalled, ...this.#told];
  }

  /** Adds a message that becomes a memory. */
  async add(message: Known): Promise<void> {
    this.#told.push(...(await this.known.read([message])));
    if (this.#told.length > compared) this.#told.shift();
  }

  /** Whether no more parts may be compared. */
  get isOver(): boolean {
    return this.#left === 0;
  }

  /** Counts a part, and yields to other work now and then. */
  async begin(part: string): Promise<void> {
    this.#left -= 1;
    await this.#letOthersIn(part.length);
  }
}

/**
 * Finds messages of assistants that only repeat what runs of the conversation were given or answered, what was said before in the same
 * call, or what a search of the collection finds. This keeps recall from feeding on itself, however an application uses it.
 */
export class RecalledEchoes implements Echoes {
  readonly #parts: EchoParts;

  constructor(parts: EchoParts) {
    this.#parts = parts;
  }

  async among(viewer: Viewer, where: Where, messages: readonly Told[]): Promise<ReadonlySet<number>> {
    const echoes = new Set<number>();
    const last = messages.findLastIndex(isCompared);
    if (last < 0) return echoes;
    const { language } = where.collection.settings;
    const given = await readRecalled(this.#parts.db, reachOf(viewer), where.conversation);
    const known = new KnownTexts(language);
    const comparison = new Comparison(known, await known.read([...ownWordsOf(language), ...given]));
    // Sequential: an import of a thousand messages leaves room for searches that users wait for.
    for (const [index, message] of messages.slice(0, last + 1).entries()) {
      if (comparison.isOver) break;
      if (isCompared(message) && (await this.#isEcho(viewer, where, message.content, comparison))) echoes.add(index);
      else await comparison.add(message);
    }
    return echoes;
  }

  /** Most texts are no echoes, and their first part already shows it. */
  async #isEcho(viewer: Viewer, { collection }: Where, text: string, comparison: Comparison) {
    const { known, atHand } = comparison;
    const { language } = collection.settings;
    for (const part of partsOf(acknowledgedSentences(text, language))) {
      if (comparison.isOver) return false;
      await comparison.begin(part);
      if (repeats(part, atHand, language)) continue;
      const ids = await this.#find(viewer, collection.id, part);
      const found = await known.ofMemories(ids, (missing) => this.#parts.memories.byIds(viewer, missing));
      if (!repeats(part, [...atHand, ...found], language)) return false;
    }
    return true;
  }

  async #find(viewer: Viewer, collectionId: string, part: string): Promise<string[]> {
    const query = cut(part, maxQueryLength);
    const asked = { query, collectionIds: [collectionId], mode: 'HYBRID', filter: {}, asOf: null } as const;
    const { hits } = await this.#parts.finder.find(reachOf(viewer), asked);
    return hits.slice(0, compared).map(({ id }) => id);
  }
}

/** Joins sentences to parts of a few each. */
function partsOf(sentences: readonly string[]): string[] {
  const parts: string[] = [];
  let part = '';
  for (const sentence of sentences) {
    if (part !== '' && part.length + sentence.length > partLength) {
      parts.push(part);
      part = '';
    }
    part += `${sentence}\n`;
  }
  return part === '' ? parts : [...parts, part];
}

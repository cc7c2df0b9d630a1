import type { Viewer } from '../account/viewer.ts';
import { reachOf } from '../collection/reach.ts';
import { type Echoes, mostParts, partLength, type Where } from '../conversation/echoes.ts';
import { cut } from '../conversation/window.ts';
import type { MemoryService } from '../memory/memory.service.ts';
import type { Database } from '../platform/db/database.ts';
import { textTurns } from '../platform/text-turns.ts';
import type { FindHits } from '../search/find-ranking.ts';
import { maxQueryLength } from '../search/search.ts';
import { KnownTexts } from './known-texts.ts';
import { everOwnWords } from './own-words.ts';
import { readRecalled } from './recalled-in-conversation.store.ts';
import { type Known, type KnownText, repeats } from './repeats.ts';
import { sentencesOf, turnCharacters } from './sentences.ts';

export interface EchoParts {
  readonly db: Database;
  readonly finder: FindHits;
  readonly memories: Pick<MemoryService, 'byIds'>;
}

/** Number of search results that a part is compared with. */
const compared = 20;

/** Phrases that the extractive agent says of itself, in every conversation. */
const ownWordsOf = (language: string): Known[] => everOwnWords(language).map((content) => ({ content, speaker: null }));

/** What the texts of one call are compared with. */
class Comparison {
  readonly known: KnownTexts;
  readonly recalled: readonly KnownText[];
  readonly #letOthersIn = textTurns(turnCharacters);
  #left = mostParts;

  constructor(known: KnownTexts, recalled: readonly KnownText[]) {
    this.known = known;
    this.recalled = recalled;
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
 * Finds texts of assistants that only repeat what runs of the conversation were given or answered, or what a search of the
 * collection finds. This keeps recall from feeding on itself, however an application uses it.
 */
export class RecalledEchoes implements Echoes {
  readonly #parts: EchoParts;

  constructor(parts: EchoParts) {
    this.#parts = parts;
  }

  async among(viewer: Viewer, where: Where, texts: readonly string[]): Promise<ReadonlySet<number>> {
    const echoes = new Set<number>();
    if (texts.length === 0) return echoes;
    const { language } = where.collection.settings;
    const given = await readRecalled(this.#parts.db, where.conversation);
    const known = new KnownTexts(language);
    const recalled = await known.read([...ownWordsOf(language), ...given]);
    const comparison = new Comparison(known, recalled);
    // Sequential: an import of a thousand messages leaves room for searches that users wait for.
    for (const [index, text] of texts.entries()) {
      if (comparison.isOver) break;
      if (await this.#isEcho(viewer, where, text, comparison)) echoes.add(index);
    }
    return echoes;
  }

  /** Most texts are no echoes, and their first part already shows it. */
  async #isEcho(viewer: Viewer, { collection }: Where, text: string, comparison: Comparison) {
    const { known, recalled } = comparison;
    const { language } = collection.settings;
    for (const part of partsOf(text, language)) {
      if (comparison.isOver) return false;
      await comparison.begin(part);
      if (repeats(part, recalled, language)) continue;
      const ids = await this.#find(viewer, collection.id, part);
      const found = await known.ofMemories(ids, (missing) => this.#parts.memories.byIds(viewer, missing));
      if (!repeats(part, [...recalled, ...found], language)) return false;
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

/** Splits a text into parts of a few sentences each. */
function partsOf(text: string, language: string): string[] {
  const parts: string[] = [];
  let part = '';
  for (const sentence of sentencesOf(text, language)) {
    if (part !== '' && part.length + sentence.length > partLength) {
      parts.push(part);
      part = '';
    }
    part += `${sentence}\n`;
  }
  return part === '' ? parts : [...parts, part];
}

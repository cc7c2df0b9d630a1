import type { Viewer } from '../account/viewer.ts';
import { reachOf } from '../collection/reach.ts';
import type { Echoes, Where } from '../conversation/echoes.ts';
import { cut } from '../conversation/window.ts';
import type { MemoryService } from '../memory/memory.service.ts';
import type { Database } from '../platform/db/database.ts';
import type { FindHits } from '../search/find-ranking.ts';
import { maxQueryLength } from '../search/search.ts';
import { KnownTexts } from './known-texts.ts';
import { everOwnWords } from './own-words.ts';
import { readRecalled } from './recalled-in-conversation.store.ts';
import { type Known, type KnownText, repeats } from './repeats.ts';
import { sentencesOf } from './sentences.ts';

export interface EchoParts {
  readonly db: Database;
  readonly finder: FindHits;
  readonly memories: Pick<MemoryService, 'byIds'>;
}

/** About so many characters are looked up at once: a few sentences, so that a search finds what each of them is from. */
const partLength = 400;
/** So many of what is found are compared. */
const compared = 20;

/** What the extractive agent says of itself, in every conversation. */
const ownWordsOf = (language: string): Known[] => everOwnWords(language).map((content) => ({ content, speaker: null }));

/**
 * Texts of assistants that only repeat: what runs of the conversation were given or answered, and what any search of the
 * collection would find. Recall then does not feed on itself, whichever way an application goes.
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
    // One after the other: an import of a thousand messages leaves room for searches that somebody waits for.
    for (const [index, text] of texts.entries()) {
      if (await this.#isEcho(viewer, where, text, known, recalled)) echoes.add(index);
    }
    return echoes;
  }

  /** Most texts are not, and their first part shows it. */
  async #isEcho(
    viewer: Viewer,
    { collection }: Where,
    text: string,
    known: KnownTexts,
    recalled: readonly KnownText[],
  ) {
    const { language } = collection.settings;
    for (const part of partsOf(text, language)) {
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

/** A text in parts of some sentences each. */
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

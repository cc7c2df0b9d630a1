import { LRUCache } from 'lru-cache';
import { textTurns } from '../platform/turns/text-turns.ts';
import { type Known, KnownText } from './repeats.ts';
import { turnCharacters } from './sentences.ts';

/** Cache size, in characters of the texts. */
const mostKept = 1_000_000;

interface KnownMemory extends Known {
  readonly id: string;
}

/** Tokenizes texts that may be repeated, yielding to other work in between. Memories are cached. */
export class KnownTexts {
  readonly #language: string;
  readonly #kept = new LRUCache<string, KnownText>({ maxSize: mostKept });
  readonly #letOthersIn = textTurns(turnCharacters);

  constructor(language: string) {
    this.#language = language;
  }

  async read(texts: readonly Known[]): Promise<KnownText[]> {
    const read: KnownText[] = [];
    for (const text of texts) {
      read.push(new KnownText(text, this.#language));
      await this.#letOthersIn(text.content.length);
    }
    return read;
  }

  /** Returns the texts of memories in any order. Calls `load` for those that are not cached. */
  async ofMemories(
    ids: readonly string[],
    load: (ids: readonly string[]) => Promise<readonly KnownMemory[]>,
  ): Promise<KnownText[]> {
    const there = ids.flatMap((id) => this.#kept.get(id) ?? []);
    if (there.length === ids.length) return there;
    const loaded = await load(ids.filter((id) => !this.#kept.has(id)));
    const read = await this.read(loaded);
    for (const [index, { id, content }] of loaded.entries()) {
      this.#kept.set(id, read[index], { size: Math.max(content.length, 1) });
    }
    return [...there, ...read];
  }
}

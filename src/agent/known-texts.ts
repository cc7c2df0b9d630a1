import { LRUCache } from 'lru-cache';
import { textTurns } from '../platform/text-turns.ts';
import { type Known, KnownText } from './repeats.ts';
import { turnCharacters } from './sentences.ts';

/** Of so many characters what was read is kept. */
const mostKept = 1_000_000;

interface KnownMemory extends Known {
  readonly id: string;
}

/** Texts that may be repeated, read with turns for others in between; memories that are asked for again are not read again. */
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

  /** In any order. `load` is asked for those that are not known yet. */
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

import { setImmediate } from 'node:timers/promises';
import type { WordingLanguage } from './wording-language.ts';

/** A pattern is compiled for each of the two ways in which texts are stored, and better when it is used again. */
const texts = ['a', 'a', '’', '’'];

/** The patterns of a language. */
export class Patterns {
  readonly #isUnbroken: boolean;
  readonly #all: RegExp[] = [];

  constructor({ isUnbroken }: WordingLanguage) {
    this.#isUnbroken = isUnbroken === true;
  }

  of(pattern: string, flags = 'gu'): RegExp {
    const compiled = new RegExp(pattern.replace(/\|\n\s*/gu, '|'), flags);
    this.#all.push(compiled);
    return compiled;
  }

  /** A pattern of whole words, where the language has breaks between them. */
  ofWords(pattern: string, flags = 'gu'): RegExp {
    return this.of(this.#isUnbroken ? pattern : String.raw`(?<![\p{L}\p{N}])(?:${pattern})(?![\p{L}\p{N}])`, flags);
  }

  /** Compiles them, with other work between them: all at once, they would hold the event loop for 100 ms at the first text. */
  async prepare(): Promise<void> {
    for (const pattern of this.#all) {
      for (const text of texts) text.search(pattern);
      await setImmediate();
    }
  }
}

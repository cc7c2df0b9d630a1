import { compilePatterns } from '../../../platform/compile-patterns.ts';
import type { WordingLanguage } from './wording-language.ts';

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

  /** Compiles them, with other work between them. */
  prepare(): Promise<void> {
    return compilePatterns(this.#all);
  }
}

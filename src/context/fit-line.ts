import { inOneLine } from '../platform/one-line.ts';
import type { CountTokens } from '../platform/tokens/token-counter.ts';
import { beginningOf, type Evidence } from './evidence.ts';
import type { Excerpts } from './excerpt.ts';

/** A line cut to its maximum length, with its cost. */
export interface Fitted {
  readonly text: string;
  readonly tokens: number;
  readonly isWhole: boolean;
}

/** Characters per token: of English, roughly; and the most that any text has on average. */
export const usualPerToken = 4;
export const mostPerToken = 8;
/** Share of its room that a line's beginning fills at least, if any length does. */
export const enough = 0.95;

/** Cuts lines that are too long. */
export class LineFitter {
  readonly #count: CountTokens;
  readonly #excerpts: Excerpts | null;

  /** Without excerpts, of all long lines the beginning is shown. */
  constructor(count: CountTokens, excerpts: Excerpts | null) {
    this.#count = count;
    this.#excerpts = excerpts;
  }

  /** A memory that is too long is shown by what it says about the message; other lines, and one that says nothing, by their beginning. */
  fit(line: Evidence, most: number, before?: Fitted): Fitted {
    const over = this.#upTo(line.text, most * mostPerToken);
    if (over.tokens <= most) return over;
    return this.#excerpt(line, most, before) ?? this.#beginning(line.text, most, over, before);
  }

  #excerpt({ text: line, memory }: Evidence, most: number, before?: Fitted): Fitted | null {
    if (memory === null || this.#excerpts === null) return null;
    const excerpt = this.#excerpts.of(memory.content);
    const lead = line.slice(0, line.length - inOneLine(memory.content).length);
    const text = excerpt.answers ? excerpt.within(most, lead, this.#count) : null;
    if (text === null) return null;
    const tokens = this.#count(`${text}\n`);
    if (before && tokens < before.tokens) return before;
    return tokens > most ? null : { text, tokens, isWhole: false };
  }

  /**
   * Truncates a line, no shorter than it was `before`. Guesses its length by turns from the tokens of a shorter and a longer
   * beginning, and as the middle of both: words, emoji and code in one line have very different numbers of characters per token.
   */
  #beginning(line: string, most: number, whole: Fitted, before = this.#upTo(line, 0)): Fitted {
    let [high, over] = [most * mostPerToken, whole];
    let [low, best] = [before.text.length - 1, before];
    for (let guesses = 0; high - low > 1 && best.tokens < most * enough; guesses += 1) {
      const share = guesses % 2 === 0 ? (most - best.tokens) / (over.tokens - best.tokens) : 1 / 2;
      const length = Math.max(low + Math.floor((high - low) * share), low + 1);
      const next = this.#upTo(line, length);
      if (next.tokens <= most) [low, best] = [length, next];
      else [high, over] = [length, next];
    }
    return best;
  }

  #upTo(line: string, length: number): Fitted {
    const text = beginningOf(line, length);
    return { text, tokens: this.#count(`${text}\n`), isWhole: text === line };
  }
}

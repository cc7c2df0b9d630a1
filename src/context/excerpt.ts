import { setImmediate } from 'node:timers/promises';
import type { WordMeanings } from '../platform/embedding/word-meanings.ts';
import { getOrInsert } from '../platform/get-or-insert.ts';
import type { CountTokens } from '../platform/tokens/token-counter.ts';
import { withWordBreaks } from '../platform/words/word-breaks.ts';
import { inverseFrequency } from '../search/okapi.ts';
import { askedPart } from '../search/question/asked-part.ts';
import { lowerWordsOf, tellingWordsOf } from '../search/question/sentences.ts';
import { type Passage, passagesOf } from './passages.ts';
import { searchedText } from './question-parts.ts';

/** Maximum number of words of a message that are looked for: those that say most. */
const mostAsked = 16;
/** Share of an asked word that is said by one of like meaning, and the similarity from which a word is one, or a form of the asked one. */
const ofLikeMeaning = { counts: 0.7, least: 0.4, leastOfForms: 0.5 };
/** Beginning that forms of one word share. */
const sharedLetters = 4;
/** What a word right before or behind a passage counts for it. What stands in the headings above counts as its own. */
const beside = 0.4;

/** Tokens of a sign that something was left out, with the spaces around it. */
const gapTokens = 2;
/** Less room is not worth a further passage. */
const fewestTokens = 12;

/** What a text leaves out. */
const gap = '…';

/** A long memory, as the passages that say most about a message. */
class Excerpt {
  /** Whether any passage says something about the message. */
  readonly answers: boolean;
  readonly #passages: readonly Passage[];
  /** Indices, the best first. */
  readonly #ranked: readonly number[];

  constructor(passages: readonly Passage[], scores: readonly number[]) {
    this.answers = scores.some((score) => score > 0);
    this.#passages = passages;
    this.#ranked = [...passages.keys()].sort((one, other) => (scores[other] ?? 0) - (scores[one] ?? 0) || one - other);
  }

  /**
   * Returns the beginning, which says what the text is, and the best passages with their headings, in the order of the text, after
   * `lead`. Null if there is not even room for one of them.
   */
  within(most: number, lead: string, count: CountTokens): string | null {
    const shown = new Set([0]);
    let spent = count(`${lead}${this.#textOf(0)}`) + gapTokens;
    for (const at of this.#ranked) {
      if (most - spent < fewestTokens) break;
      const further = [...(this.#passages[at]?.under ?? []), at].filter((one) => !shown.has(one));
      const cost = further.reduce((sum, one) => sum + count(` ${this.#textOf(one)}`) + gapTokens, 0);
      if (spent + cost > most) continue;
      for (const one of further) shown.add(one);
      spent += cost;
    }
    return shown.size === 1 ? null : `${lead}${this.#join(shown)}`;
  }

  #join(shown: ReadonlySet<number>): string {
    return this.#passages.reduce((text, { text: next, glued }, at) => {
      if (shown.has(at)) return `${text}${at === 0 || (glued && shown.has(at - 1)) ? '' : ' '}${next}`;
      return shown.has(at - 1) ? `${text} ${gap}` : text;
    }, '');
  }

  #textOf(at: number): string {
    return this.#passages[at]?.text ?? '';
  }
}

type Meanings = Pick<WordMeanings, 'similarity' | 'weight'>;

/** Finds what long memories say about a message. */
export class Excerpts {
  readonly #asked: readonly string[];
  readonly #meanings: Meanings;
  readonly #made = new Map<string, Excerpt>();

  constructor(message: string, meanings: Meanings) {
    const text = searchedText(message);
    const words = new Set(tellingWordsOf(withWordBreaks(askedPart(text) ?? text, 'en')));
    const weighty = [...words].sort((one, other) => meanings.weight(other) - meanings.weight(one));
    this.#asked = weighty.slice(0, mostAsked);
    this.#meanings = meanings;
  }

  /** Reads texts beforehand, and yields the event loop in between: one of 32,000 characters takes some 25 ms. */
  async read(contents: readonly string[]): Promise<void> {
    for (const content of contents) {
      this.of(content);
      await setImmediate();
    }
  }

  of(content: string): Excerpt {
    return getOrInsert(this.#made, content, () => {
      const passages = passagesOf(content);
      return new Excerpt(passages, this.#scores(passages));
    });
  }

  /** How much each passage says of the message: words that few of the passages say count most. */
  #scores(passages: readonly Passage[]): number[] {
    const likenesses = new Map<string, readonly number[]>();
    const said = passages.map(({ text }) => {
      const words = new Set(lowerWordsOf(withWordBreaks(text, 'en')));
      return this.#most([...words].map((word) => getOrInsert(likenesses, word, () => this.#likenesses(word))));
    });
    const weights = this.#asked.map((word, index) => {
      const having = said.filter((of) => of[index] === 1).length;
      return this.#meanings.weight(word) * inverseFrequency(passages.length, having);
    });
    return passages.map(({ under }, at) => {
      const around = [said[at - 1], said[at + 1]].map((of) => of?.map((share) => beside * share) ?? []);
      const inAll = this.#most([said[at] ?? [], ...under.map((above) => said[above] ?? []), ...around]);
      return inAll.reduce((sum, share, index) => sum + share * (weights[index] ?? 0), 0);
    });
  }

  /** The greatest share of each asked word. */
  #most(shares: readonly (readonly number[])[]): number[] {
    return this.#asked.map((_, index) => shares.reduce((most, of) => Math.max(most, of[index] ?? 0), 0));
  }

  /** How much a word says of each asked one. */
  #likenesses(word: string): number[] {
    return this.#asked.map((asked) => this.#likeness(asked, word));
  }

  /** By meaning, numbers and the dates that have them are all alike: these have to be the same. */
  #likeness(asked: string, word: string): number {
    if (asked === word) return 1;
    if (/\p{N}/u.test(asked + word)) return 0;
    const similar = this.#meanings.similarity(asked, word);
    const isForm = asked.slice(0, sharedLetters) === word.slice(0, sharedLetters);
    if (isForm && similar >= ofLikeMeaning.leastOfForms) return 1;
    return similar < ofLikeMeaning.least ? 0 : ofLikeMeaning.counts * similar;
  }
}

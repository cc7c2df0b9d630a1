import { matchesOf } from '../../../platform/matches-of.ts';
import type { EntityType } from '../../entity.ts';

/** What a name looks like, or what stands beside it, and what it is then. */
export type Evidence = readonly [RegExp, EntityType];

const segmenters = new Map<string, Intl.Segmenter>();
const longestKnown = 14;
/** Longest part of a name before an ending. */
const longestName = 10;
/** A sign of Katakana, as part of a pattern. */
export const katakana = '[\\p{Script=Katakana}ー]';
const isKatakana = new RegExp(katakana, 'u');

/** What a pattern has found in a text. */
interface Match {
  readonly start: number;
  readonly end: number;
  readonly name: string;
}

/** A text in a script without blanks: where its words begin and end as far as Intl knows, and the names that were found in it. */
export class UnspacedText {
  readonly text: string;
  /** Where words begin, in order, and where the text ends. */
  readonly edges: readonly number[];
  readonly found = new Map<string, EntityType>();
  readonly #edges: ReadonlySet<number>;
  readonly #taken = new Set<number>();

  /** `smallEnd`: small words that Intl takes for the end of the word before them, as in "王芳和". */
  constructor(text: string, language: string, smallEnd?: RegExp) {
    this.text = text;
    const segmenter = segmenters.get(language) ?? new Intl.Segmenter(language, { granularity: 'word' });
    segmenters.set(language, segmenter);
    const edges = new Set<number>();
    for (const { segment, index } of segmenter.segment(text)) {
      edges.add(index);
      if (segment.length > 1 && smallEnd?.test(segment)) edges.add(index + segment.length - 1);
    }
    this.#edges = edges.add(text.length);
    this.edges = [...edges];
  }

  matches(pattern: RegExp): Match[] {
    return matchesOf(this.text, pattern).map(({ 0: name, index }) => ({
      start: index,
      end: index + name.length,
      name,
    }));
  }

  isEdge(at: number): boolean {
    return this.#edges.has(at);
  }

  /** Whether a word begins and one ends there. */
  isOfWords(start: number, end: number): boolean {
    return this.#edges.has(start) && this.#edges.has(end);
  }

  /** Returns the edges from `start` up to, but not including, `end`, in order. Takes time for this range alone, however long the text is. */
  edgesFrom(start: number, end: number): number[] {
    const edges: number[] = [];
    for (let at = Math.max(0, start); at < end; at += 1) if (this.#edges.has(at)) edges.push(at);
    return edges;
  }

  wordsBetween(start: number, end: number): string[] {
    const edges = this.edgesFrom(start, end + 1);
    return edges.slice(1).map((edge, index) => this.text.slice(edges[index], edge));
  }

  /** Returns the words that end at a place, back to one that does not belong; only one if that is within a word of Intl. */
  wordsBefore(end: number, belongs: (word: string, start: number) => boolean): string[] {
    const words: string[] = [];
    let start = end;
    for (const from of this.edgesFrom(end - longestName, end).toReversed()) {
      const word = this.text.slice(from, start);
      if (!belongs(word, from) || !this.isFree(from, start)) break;
      words.unshift(word);
      start = from;
      if (!this.isEdge(end)) break;
    }
    return words;
  }

  isFree(start: number, end: number): boolean {
    for (let at = start; at < end; at += 1) if (this.#taken.has(at)) return false;
    return end > start;
  }

  /** What is found first is not found again as part of something else. */
  add(start: number, end: number, type: EntityType): void {
    if (!this.isFree(start, end)) return;
    for (let at = start; at < end; at += 1) this.#taken.add(at);
    const name = this.text.slice(start, end);
    if (!this.found.has(name)) this.found.set(name, type);
  }

  addBy(evidence: readonly Evidence[], isName: (name: string) => boolean): void {
    for (const [pattern, type] of evidence) {
      for (const { start, end, name } of this.matches(pattern)) if (isName(name)) this.add(start, end, type);
    }
  }

  /** Adds names of a list, but no country before what is from there: "意大利同事", "ドイツ人". */
  addKnown(names: ReadonlyMap<string, EntityType>, ofNation: RegExp): void {
    for (const start of this.edges) {
      for (let length = longestKnown; length > 1; length -= 1) {
        const name = this.text.slice(start, start + length);
        const type = name.length === length ? names.get(name) : undefined;
        if (!type || !this.#isWhole(start, start + length)) continue;
        const behind = this.text.slice(start + length);
        const number = type === 'THING' ? (numberBehind.exec(behind)?.[0].length ?? 0) : 0;
        if (!(type === 'PLACE' && ofNation.test(behind))) this.add(start, start + length + number, type);
        break;
      }
    }
  }

  /** Whether words end there; of a run of Katakana, which Intl splits at will, the whole is one. */
  #isWhole(start: number, end: number): boolean {
    const isWithinKatakana = (at: number) =>
      isKatakana.test(this.text[at - 1] ?? '') && isKatakana.test(this.text[at] ?? '');
    if (isWithinKatakana(start) || isWithinKatakana(end)) return false;
    return this.isOfWords(start, end) || isKatakana.test(this.text[end - 1] ?? '');
  }
}

/** A name in Latin letters: "Kevin", "Anna Smith". From where letters begin: a run of capitals would be read again from each. */
export const latinName = "(?<!\\p{Script=Latin})\\p{Lu}[\\p{Script=Latin}'’-]+(?: \\p{Lu}[\\p{Script=Latin}'’-]+)?";

/** "スプラトゥーン3" */
const numberBehind = /^\d{1,2}(?![\d個人年月日回枚本台つ時分个年号])/u;

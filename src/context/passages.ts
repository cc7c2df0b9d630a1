import { inOneLine } from '../platform/one-line.ts';

/** A sentence, a bullet, a row of a table or a heading of a long text. */
export interface Passage {
  readonly text: string;
  /** Whether it follows the one before without a space. */
  readonly glued: boolean;
  /** Indices of what it needs to be understood: the headings above it, the head of its table. */
  readonly under: readonly number[];
}

const heading = /^\s*(#{1,6})\s/u;
/** A line that is bold as a whole, or ends in a colon: people write headings so, too. */
const headingByLook = /^\s*(?:\*\*[^*]+\*\*:?|[^|.!?]{1,60}:)\s*$/u;
const bullet = /^\s*(?:[-*•]|\d+[.)])\s/u;
const row = /^\s*\|/u;
const ruleOfTable = /^[\s|:-]+$/u;

/** Level of a heading that is one by its look: below those with marks. */
const levelByLook = 7;

/** Sentences of all scripts begin here; what is shorter than this stays with what follows: "Mr.", "5.". */
const begins = /(?=\S)(?<=[.!?…]["'”’)]?\s+)|(?<=[。！？])/u;
const shortest = 25;
/** Longer ones are split, between words if possible. */
const longest = 400;
const longestParts = new RegExp(String.raw`[^]{0,${longest - 1}}(?:\s|\S$)|[^]{${longest}}`, 'gu');

/** Null: it is no heading. */
function levelOf(line: string): number | null {
  const marks = heading.exec(line)?.[1];
  if (marks !== undefined) return marks.length;
  return headingByLook.test(line) && !bullet.test(line) ? levelByLook : null;
}

/** Splits a text into passages in order. */
export function passagesOf(content: string): Passage[] {
  const passages: Passage[] = [];
  let headings: readonly { readonly level: number; readonly at: number }[] = [];
  let table: number | null = null;
  for (const whole of content.split(/[\n\u2028]/u)) {
    const line = whole.trim();
    if (line === '') continue;
    const isRow = row.test(line);
    if (!isRow) table = null;
    const level = levelOf(line);
    if (level !== null) headings = headings.filter((above) => above.level < level);
    const under = [...headings.map(({ at }) => at), ...(table === null ? [] : [table])];
    const first = passages.length;
    const parts = isRow ? [line] : sentencesIn(line);
    for (const [index, part] of parts.entries()) {
      const glued = index > 0 && !/\s$/u.test(parts[index - 1] ?? '');
      passages.push({ text: inOneLine(part), glued, under });
    }
    if (level !== null) headings = [...headings, { level, at: first }];
    if (isRow && table === null && !ruleOfTable.test(line)) table = first;
  }
  return passages;
}

/** The sentences of a line, with the spaces behind them. */
function sentencesIn(line: string): string[] {
  const sentences: string[] = [];
  let begun = '';
  for (const part of line.split(begins)) {
    begun += part;
    if (begun.length < shortest) continue;
    sentences.push(...(begun.match(longestParts) ?? []));
    begun = '';
  }
  return begun === '' ? sentences : [...sentences, begun];
}

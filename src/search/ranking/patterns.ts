import { questionMark } from '../../platform/question-marks.ts';
import { withPlainApostrophes } from './plain-question.ts';

/** Patterns of memories. The retrieval recipe, stage 2, says which of them ignore case. */
export const patternNames = ['TIME', 'NUM', 'PROP', 'FP', 'SP', 'PAST', 'FUT', 'QUO'] as const;
export type PatternName = (typeof patternNames)[number];

export const ignoringCase: ReadonlySet<PatternName> = new Set(['TIME', 'NUM', 'PAST', 'FUT']);

/** Patterns of questions, which are matched against the question in lower case. */
export const questionPatternNames = ['when', 'many', 'qpast', 'qfut', 'qname_quo', 'qname_prop'] as const;
export type QuestionPatternName = (typeof questionPatternNames)[number];

/**
 * Properties of a memory's text, as bits that are stored with it: never change the meaning of a bit. Those up to QUO are
 * English patterns of the model; the others hold in any language.
 */
export const patternBit = {
  TIME: 1 << 0,
  NUM: 1 << 1,
  PROP: 1 << 2,
  FP: 1 << 3,
  SP: 1 << 4,
  // 1 << 5 is unused: memories stored before have it if they greet.
  PAST: 1 << 6,
  FUT: 1 << 7,
  QUO: 1 << 8,
  /** Has a question mark. */
  ASKS: 1 << 9,
  /** Ends with a question mark. */
  ENDS_ASKING: 1 << 10,
  /** Short enough to be a neighbour of other turns. */
  SHORT: 1 << 11,
} as const;

/** Only texts of up to this many characters count for their neighbours. Source: retrieval recipe, stage 1, point 5. */
const shortCharacters = 1_000;

const questionMarkAtEnd = new RegExp(String.raw`${questionMark.source}\s*$`, 'u');

/** Returns the bits of a memory's text (without its speaker). The model's patterns apply to English texts only. */
export function patternBits(
  text: string,
  patterns: ReadonlyMap<PatternName, RegExp>,
  { english }: { readonly english: boolean },
): number {
  let bits = isShort(text) ? patternBit.SHORT : 0;
  if (questionMark.test(text)) bits |= patternBit.ASKS;
  if (questionMarkAtEnd.test(text)) bits |= patternBit.ENDS_ASKING;
  if (!english) return bits;
  const plain = withPlainApostrophes(text);
  for (const [name, pattern] of patterns) if (pattern.test(plain)) bits |= patternBit[name];
  return bits;
}

/** Characters, not UTF-16 units: an emoji is one. */
function isShort(text: string): boolean {
  if (text.length <= shortCharacters) return true;
  return text.length <= 2 * shortCharacters && [...text].length <= shortCharacters;
}

/** Returns each piece once, in ascending order: all that a memory needs to keep of its pieces. */
export function distinctPieces(pieces: Uint16Array): Uint16Array {
  const sorted = pieces.toSorted();
  let length = 0;
  for (const piece of sorted) if (length === 0 || sorted[length - 1] !== piece) sorted[length++] = piece;
  return sorted.subarray(0, length);
}

import { newId } from '../../src/platform/db/new-id.ts';
import type { Vector } from '../../src/platform/embedding/embedder.ts';
import type { JsonObject } from '../../src/platform/json-object.ts';
import { distinctPieces } from '../../src/search/ranking/patterns.ts';
import { plainEntriesOf } from '../../src/search/recall-index/plain-entries.ts';
import type { RecallIndex } from '../../src/search/recall-index/recall-index.ts';
import type { RecallChanges, RecallRow } from '../../src/search/recall-index/recall-row.ts';
import { seededRandom } from './seeded-random.ts';

/** Random numbers from a seed: a failing test reports its seed. */
export interface Dice {
  /** From 0 up to but excluding `sides`. */
  below(sides: number): number;
  oneOf<T>(all: readonly [T, ...T[]]): T;
}

export function dice(seed: number): Dice {
  const random = seededRandom(seed);
  const below = (sides: number): number => Math.floor(random() * sides);
  return { below, oneOf: (all) => all[below(all.length)] ?? all[0] };
}

export function randomVector({ below }: Dice, dimensions: number): Vector {
  const values = Int8Array.from({ length: dimensions }, () => below(255) - 127);
  values[0] = 127;
  return { values, scale: Math.fround(1 / Math.sqrt(values.reduce((sum, value) => sum + value * value, 0))) };
}

/** Low numbers are frequent, as with words: each doubling of the range is about equally likely. */
const zipf = ({ below }: Dice, size: number): number => Math.floor(size ** (below(2 ** 20) / 2 ** 20)) - 1;

/** From a small range, so that many are equal. */
export const instant = ({ below }: Dice): number => 1_700_000_000_000 + below(20);

export interface RowShape {
  readonly dimensions: number;
  readonly vocabulary: number;
  readonly conversations: readonly [string, ...string[]];
  readonly words: number;
}

export function randomRow(random: Dice, shape: RowShape, id = newId()): RecallRow {
  const { below, oneOf } = random;
  const speaker = oneOf(['Anna', 'Ben', 'Melanie', null]);
  const stem = () => `stem${zipf(random, shape.vocabulary)}`;
  const date = ['8', 'may', `202${below(4)}`].slice(below(3));
  const speakerStems = speaker === null ? [] : [speaker.toLowerCase()];
  const stems = [...date, ...speakerStems, ...Array.from({ length: 1 + below(2 * shape.words) }, stem)];
  const validFrom = instant(random);
  return {
    id,
    conversationId: below(4) === 0 ? null : oneOf(shape.conversations),
    place: below(200),
    speaker,
    speakerStems,
    role: oneOf(['USER', 'ASSISTANT', null]),
    day: 19_000 + below(3),
    termCount: new Set(stems).size,
    stems,
    dateStems: date.length,
    pieces: distinctPieces(Uint16Array.from({ length: 1 + below(4 * shape.words) }, () => zipf(random, 30_522))),
    patterns: below(2 ** 16),
    vector: below(10) === 0 ? null : randomVector(random, shape.dimensions),
    tags: oneOf([[], ['home'], ['work', 'home']]),
    entries: entriesOf(oneOf<JsonObject>([{}, { from: 'a letter' }, { page: 3, from: 'a letter', to: null }])),
    kind: oneOf(['FACT', 'EPISODE', 'PREFERENCE', 'INSTRUCTION', 'SUMMARY']),
    validFrom,
    validTo: below(8) === 0 ? validFrom + below(20) : null,
    createdAt: instant(random),
    content: below(128),
  };
}

const entriesOf = (metadata: JsonObject) => plainEntriesOf(metadata) ?? new Uint32Array();

/** Applies changes to an index without pausing. Returns whether it could. */
export const applyAtOnce = (index: RecallIndex, changes: RecallChanges): unknown =>
  index.apply(changes, Number.POSITIVE_INFINITY).next().value;

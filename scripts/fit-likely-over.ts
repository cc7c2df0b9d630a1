import type { ComparedMemory } from '../src/consolidation/compared-memory.ts';
import { readNotes } from '../src/consolidation/fixtures/read-notes.ts';
import { memoryOf, readPairs } from '../src/consolidation/fixtures/read-pairs.ts';
import type { ReadMemory } from '../src/consolidation/outdated.ts';
import { type EnglishReading, isLeftToPoints, readEnglish } from '../src/consolidation/reading.ts';
import { type MemoriesWith, onlyBoth, signPoints, signsOf } from '../src/consolidation/wording/likely-over.ts';
import { setOf } from '../src/consolidation/wording/telling.ts';
import { command } from './command.ts';
import { minimise } from './fusion/minimise.ts';

const usage = `Fits the points by which consolidation judges what a later memory probably ends (src/consolidation/wording/likely-over.ts), and prints
them beside those in use, with what is found in each set by points that are fitted to the other sets.

  npm run consolidation:fit`;

/** Sets of pairs that were read while rules were made, and what a pair of each counts. */
const pairSets = {
  'told-freely-2.txt': 1,
  'told-freely.txt': 1,
  'changes.txt': 0.5,
  'contradictions.txt': 0.5,
  'restated.txt': 1,
} as const;
/** Sets of notes: each is a collection, in which nearly no two memories have to do with each other. */
const noteSets = ['notes-family.txt', 'notes-developers.txt', 'notes-customers.txt'] as const;
const noteWeight = 2;
/** What two texts of a set of pairs count in a collection of all its texts. */
const mixedWeight = 0.3;
/** Strength of L2. */
const ridge = 2;

interface Row {
  readonly old: string;
  readonly weight: number;
  readonly isOver: boolean;
  readonly signs: readonly number[];
}

/** What is fitted and scored together: no part of it is in the fit by which another part is scored. */
interface LabelledSet {
  readonly name: string;
  /** Number of memories that another one ends. */
  readonly over: number;
  readonly parts: readonly { readonly kind: 'pairs' | 'collection'; readonly rows: readonly Row[] }[];
}

type Ended = (old: ComparedMemory, by: ComparedMemory) => boolean;

type Read = ReadMemory<EnglishReading>;

const read = (memory: ComparedMemory): Read => ({ memory, reading: readEnglish(memory) });

function rowOf(was: Read, is: Read, ended: Ended, weight: number, memoriesWith: MemoriesWith): Row[] {
  const [before, after] = [was.reading, is.reading];
  const signs = isLeftToPoints(before, after) ? signsOf(before.told, after.told, memoriesWith) : null;
  return signs ? [{ old: was.memory.id, weight, isOver: ended(was.memory, is.memory), signs }] : [];
}

/** Returns a row for each two memories of a collection that points judge, the earlier before the later. */
function collectionRows(memories: readonly ComparedMemory[], ended: Ended, weight: number): Row[] {
  const all = memories.map(read);
  const counts = new Map<string, number>();
  for (const { told } of all.map(({ reading }) => reading)) {
    if (!told.isState && !told.isNews) continue;
    for (const stem of setOf(told.stems)) counts.set(stem, (counts.get(stem) ?? 0) + 1);
  }
  const memoriesWith = (stem: string) => counts.get(stem) ?? 0;
  return all.flatMap((is, place) => all.slice(0, place).flatMap((was) => rowOf(was, is, ended, weight, memoriesWith)));
}

function pairSet(name: string, weight: number): LabelledSet {
  const { open, heldOut } = readPairs(name);
  const all = [...open, ...heldOut];
  const over = all.filter(({ label }) => label === 'outdated');
  const rows = all.flatMap(({ label, memories: [was, is] }) =>
    rowOf(read(was), read(is), () => label === 'outdated', weight, onlyBoth),
  );
  const texts = [0, 1].flatMap((side) => all.map((pair) => pair.texts[side] ?? ''));
  const pairOf = new Map(over.map(({ texts: [was, is] }) => [memoryOf(was, 0).content, memoryOf(is, 1).content]));
  const ended: Ended = (old, by) => pairOf.get(old.content) === by.content;
  const mixed = collectionRows(texts.map(memoryOf), ended, mixedWeight * weight);
  return {
    name,
    over: over.length,
    parts: [
      { kind: 'pairs', rows },
      { kind: 'collection', rows: mixed },
    ],
  };
}

function noteSet(name: string): LabelledSet {
  const { memories, ends, ended } = readNotes(name);
  return { name, over: ends, parts: [{ kind: 'collection', rows: collectionRows(memories, ended, noteWeight) }] };
}

/** Logistic regression with L2 on all weights but the first, that of `always`. */
const regress = (rows: readonly Row[]): Float64Array =>
  minimise((weights) => {
    const gradient = weights.map((weight, place) => (place === 0 ? 0 : ridge * weight));
    let value = weights.reduce((sum, weight, place) => sum + (place === 0 ? 0 : (ridge / 2) * weight * weight), 0);
    for (const { signs, isOver, weight } of rows) {
      const sum = scoreOf(signs, weights);
      value += weight * Math.log1p(Math.exp(isOver ? -sum : sum));
      const error = weight * (1 / (1 + Math.exp(-sum)) - Number(isOver));
      for (const [place, amount] of signs.entries()) gradient[place] = (gradient[place] ?? 0) + error * amount;
    }
    return { value, gradient };
  }, new Float64Array(signPoints.size));

const scoreOf = (signs: readonly number[], weights: ArrayLike<number>): number =>
  signs.reduce((sum, amount, place) => sum + amount * (weights[place] ?? 0), 0);

/** Returns how many are found rightly and wrongly: of each memory the likeliest that ends it. */
function found(rows: readonly Row[], kind: 'pairs' | 'collection', weights: ArrayLike<number>): string {
  const best = new Map<unknown, { readonly score: number; readonly isOver: boolean }>();
  for (const row of rows) {
    const score = scoreOf(row.signs, weights);
    const old = kind === 'pairs' ? row : row.old;
    if (score > Math.max(0, best.get(old)?.score ?? 0)) best.set(old, { score, isOver: row.isOver });
  }
  const right = [...best.values()].filter(({ isOver }) => isOver).length;
  return `${String(right).padStart(3)} rightly, ${String(best.size - right).padStart(2)} wrongly`;
}

function run(): string {
  const sets = [...Object.entries(pairSets).map(([name, weight]) => pairSet(name, weight)), ...noteSets.map(noteSet)];
  const rowsOf = (chosen: readonly LabelledSet[]) => chosen.flatMap(({ parts }) => parts.flatMap(({ rows }) => rows));
  const inUse = [...signPoints.values()];
  const figures = sets.flatMap((set) => {
    const unseen = regress(rowsOf(sets.filter((other) => other !== set)));
    return set.parts.map(({ kind, rows }) =>
      [
        `${set.name} as ${kind}`.padEnd(36),
        String(set.over).padStart(4),
        found(rows, kind, unseen),
        found(rows, kind, inUse),
      ].join('  '),
    );
  });
  const weights = regress(rowsOf(sets));
  const fitted = [...signPoints].map(
    ([name, points], place) =>
      `${name.padEnd(20)} ${(weights[place] ?? 0).toFixed(2).padStart(6)} ${String(points).padStart(6)}`,
  );
  return [
    `${'set'.padEnd(36)}  over  ${'fitted without it'.padEnd(23)}  in use`,
    ...figures,
    '',
    `${'sign'.padEnd(20)} fitted in use`,
    ...fitted,
  ].join('\n');
}

await command(usage, async () => run());

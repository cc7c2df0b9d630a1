import { parseArgs } from 'node:util';
import { command } from '../scripts/command.ts';
import { newId } from '../src/platform/db/new-id.ts';
import { DotScan } from '../src/platform/simd/dot-scan.ts';
import { Int8Rows } from '../src/platform/simd/int8-rows.ts';
import { callRows } from '../src/platform/simd/scan-slot.ts';
import { RecallIndex } from '../src/search/recall-index/recall-index.ts';
import type { RecallRow } from '../src/search/recall-index/recall-row.ts';
import { type RecallQuestion, RecallSearch, SharedBySearches } from '../src/search/recall-index/recall-search.ts';
import { type Dice, dice, type RowShape, randomRow, randomVector } from '../tests/support/recall-rows.ts';
import { countOption } from './support/options.ts';

const usage = `Measures the memory of a recall index of synthetic memories, and how fast it loads and searches. Each figure is printed
next to its target and to a plain loop in the same run, since the machine may be busy.

  npm run bench:recall-index -- [MEMORIES …]

  MEMORIES  sizes of the index; default 20000 100000 1000000`;

const dimensions = 256;
/** Number of stems in this many dialogue turns: 2,500 in LoCoMo's 1,451, growing with the power .55. */
const shapeOf = (rows: number): RowShape => ({
  dimensions,
  vocabulary: Math.round(45 * rows ** 0.55),
  words: 10,
  conversations: [newId()],
});
const turnsOfConversation = 25;
const batchRows = 1_000;
const scan = new DotScan();
const wanted: Readonly<Record<number, string>> = { 20000: '.19', 100000: '1.0', 1000000: '10' };
const filter = { validAt: 2e12 };

/** Milliseconds of each of `runs` runs, ascending, after some uncounted warm-up runs. */
async function times(work: (run: number) => unknown, runs: number): Promise<number[]> {
  const all: number[] = [];
  for (let run = -Math.ceil(runs / 3); run < runs; run++) {
    const began = performance.now();
    await work(run + runs);
    if (run >= 0) all.push(performance.now() - began);
  }
  return all.sort((a, b) => a - b);
}

const spread = (all: readonly number[]): string =>
  [0, 0.5, 0.95].map((share) => (all[Math.floor(share * all.length)] ?? 0).toFixed(3).padStart(8)).join(' ');

const line = (name: string, value: string, note = ''): void => console.log(`${name.padEnd(44)}${value}  ${note}`);

function* batches(random: Dice, rows: number): Generator<RecallRow[]> {
  const shape = shapeOf(rows);
  let conversationId = newId();
  for (let first = 0; first < rows; first += batchRows) {
    yield Array.from({ length: Math.min(batchRows, rows - first) }, (_, i) => {
      const place = (first + i) % turnsOfConversation;
      if (place === 0) conversationId = newId();
      return { ...randomRow(random, shape), conversationId, place, validTo: null };
    });
  }
}

/** Bytes in use in the JavaScript heap and its array buffers; excludes WebAssembly memory. */
function inUse(): number {
  globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

function load(random: Dice, rows: number): RecallIndex {
  const before = inUse();
  const index = new RecallIndex(new Int8Rows(scan, dimensions), 0);
  index.reserve(rows);
  let spent = 0;
  let slowest = 0;
  for (const batch of batches(random, rows)) {
    const began = performance.now();
    for (const row of batch) index.add(row);
    const took = performance.now() - began;
    spent += took;
    slowest = Math.max(slowest, took);
  }
  const perSecond = Math.round((rows / spent) * 1_000).toLocaleString('en');
  line(
    'load, without making the rows',
    `${spent.toFixed(0)} ms`,
    `${perSecond} rows/s, slowest 1,000: ${slowest.toFixed(1)} ms`,
  );
  line('bytes a row, counted', (index.bytes / rows).toFixed(0), 'wanted about 400');
  const taken = inUse() - before + index.vectors.bytes;
  line('bytes a row, in use', (taken / rows).toFixed(0), globalThis.gc ? '' : 'node --expose-gc tells better');
  return index;
}

function question(
  random: Dice,
  index: RecallIndex,
  parts: { readonly words: boolean; readonly meaning: boolean },
): RecallQuestion {
  // Queries use words that occur in memories: each is the last stem of some memory.
  const word = () => index.lexicon.stem(index.stemLists.of(random.below(index.rows)).at(-1) ?? 0);
  const stems = new Set(Array.from({ length: 8 }, word));
  const vector = parts.meaning ? randomVector(random, dimensions) : null;
  return { terms: parts.words ? [...stems] : [], vector, filter, english: true, named: false };
}

async function measureArms(random: Dice, index: RecallIndex, runs: number): Promise<void> {
  const shared = new SharedBySearches();
  const arms = { 'lexical arm': [true, false], 'semantic arm': [false, true], 'both arms': [true, true] } as const;
  for (const [name, [words, meaning]] of Object.entries(arms)) {
    const questions = Array.from({ length: 2 * runs }, () => question(random, index, { words, meaning }));
    const asked = await times((run) => {
      const next = questions[run];
      return next && new RecallSearch([index], next, shared).candidates();
    }, runs);
    line(`${name}, best 100, scored`, spread(asked), words && !meaning && index.rows === 20_000 ? 'wanted .1' : '');
  }
  const searches = Array.from(
    { length: 2 * runs },
    () => new RecallSearch([index], question(random, index, { words: true, meaning: true }), shared),
  );
  const chosen = Uint32Array.from({ length: 50 }, (_, place) => place);
  const sizes: number[] = [];
  for (const search of searches) await search.candidates();
  const turns = await times((run) => sizes.push(searches[run]?.turns(chosen).length ?? 0), runs);
  line('turns of 50 seeds', spread(turns), `${Math.max(...sizes)} turns at most`);
}

async function measureScan(random: Dice, { vectors, rows }: RecallIndex, runs: number): Promise<void> {
  const { values } = randomVector(random, dimensions);
  const sift = (least: number, visit: (row: number, product: number) => void = () => {}) => {
    vectors.ask(values);
    for (let first = 0; first < rows; first += callRows) {
      const { count, pairs } = vectors.sift(first, Math.min(callRows, rows - first), least);
      for (let i = 0; i < count; i++) visit(pairs[2 * i] ?? 0, pairs[2 * i + 1] ?? 0);
    }
  };
  const all: number[] = [];
  sift(Number.NEGATIVE_INFINITY, (row, product) => all.push(product * vectors.scale(row)));
  const hundredth = all.sort((a, b) => b - a)[99] ?? 0;
  line('exact dot products', spread(await times(() => sift(Number.NEGATIVE_INFINITY), runs)));
  line('those of the best 100', spread(await times(() => sift(hundredth), runs)), `wanted ${wanted[rows] ?? '?'}`);
  const part = Math.min(rows, 20_000);
  const some = Array.from({ length: part }, (_, row) => vectors.get(row));
  const plain = await times(() => plainScan(some, values), 9);
  line('the same in a plain loop', spread(plain.map((time) => (time * rows) / part)));
}

function plainScan(vectors: readonly Int8Array[], question: Int8Array): number {
  let best = 0;
  for (const values of vectors) {
    let product = 0;
    for (let i = 0; i < dimensions; i++) product += (values[i] ?? 0) * (question[i] ?? 0);
    if (product > best) best = product;
  }
  return best;
}

async function run(): Promise<void> {
  const sizes = parseArgs({ allowPositionals: true }).positionals.map((size) => countOption('MEMORIES', size));
  for (const rows of sizes.length > 0 ? sizes : [20_000, 100_000, 1_000_000]) {
    const random = dice(rows);
    const runs = rows > 200_000 ? 30 : 100;
    console.log(`\n${rows.toLocaleString('en')} memories${' '.repeat(30)}ms: least, p50, p95`);
    const index = load(random, rows);
    await measureScan(random, index, runs);
    await measureArms(random, index, runs);
  }
}

await command(usage, run);

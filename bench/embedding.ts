import { command } from '../scripts/command.ts';
import { quantise } from '../src/platform/embedding/quantise.ts';
import { loadStaticEmbedder, type StaticEmbedder } from '../src/platform/embedding/static-embedder.ts';
import { makeConversation, makeQuestion, turnsOfConversation } from './search/conversations.ts';
import { readVocabulary } from './search/vocabulary.ts';
import { distribution } from './support/distribution.ts';
import { verdict } from './support/figures.ts';
import { milliseconds } from './support/milliseconds.ts';

const usage = `Measures how long the shipped embedder takes to load, for one text, for 1,000 and for the longest; and what quantising
vectors to 8 bits loses.

  npm run bench:embedding`;

const OPENINGS = ['Anna: I went to', 'Ben: Have you seen', 'Anna: My sister told me about', 'Ben: We should plan'];
const MIDDLES = [
  'the exhibition near the old harbour',
  'that little bakery',
  "Melanie's graduation",
  'a 12 km hike 🥾',
];
const ENDINGS = [
  'last Tuesday, and it was wonderful!',
  'again? It rained all day.',
  'because we moved in 2019.',
  'soon 😀',
];
const turns = OPENINGS.flatMap((a) =>
  MIDDLES.flatMap((b) => ENDINGS.map((c) => `${a} ${b} ${c} So what did you do after that?`)),
);
const thousand = Array.from({ length: 1000 }, (_, i) => `${turns[i % turns.length]} (${i})`);

const times = 15;

async function median(work: () => Promise<unknown>): Promise<number> {
  const all: number[] = [];
  for (let i = 0; i < times; i++) all.push(await milliseconds(work));
  return distribution(all).p50;
}

async function measureTimes(embedder: StaticEmbedder): Promise<void> {
  const batch = await median(() => embedder.embed(thousand));
  const prose = await median(() => embedder.embed([thousand.join(' ').slice(0, 32_000)]));
  const korean = await median(() => embedder.embed(['안녕하세요 여러분 '.repeat(3200)]));
  console.log(`1,000 turns of ${(thousand.join('').length / 1000).toFixed(0)} characters     ${batch.toFixed(1)} ms`);
  console.log(`  a turn                      ${batch.toFixed(1)} µs`);
  console.log(`32,000 characters of prose    ${prose.toFixed(1)} ms`);
  console.log(`32,000 Korean syllables       ${korean.toFixed(1)} ms`);
}

/** Share of the nearest neighbours by floating point that 8 bits must find, too. Source: issue 4, point 2. */
const leastRecall = 0.99;
const memories = 5_000;
const questions = 100;

/** Indices of the nearest of all stored texts, by the dot products of a vector with them. */
function nearest(product: (index: number) => number, first: number): Set<number> {
  const products = Array.from({ length: memories }, (_, index) => product(index));
  return new Set(
    [...products.keys()].sort((one, other) => (products[other] ?? 0) - (products[one] ?? 0)).slice(0, first),
  );
}

const dot = (one: ArrayLike<number>, other: ArrayLike<number>): number => {
  let sum = 0;
  for (let i = 0; i < one.length; i++) sum += (one[i] ?? 0) * (other[i] ?? 0);
  return sum;
};

async function measureRounding(embedder: StaticEmbedder): Promise<void> {
  const vectorOf = (text: string) => {
    const sum = embedder.pool(embedder.pieces(text));
    const length = Math.sqrt(dot(sum, sum));
    return { exact: sum.map((x) => x / length), rounded: quantise(sum) };
  };
  const vocabulary = await readVocabulary();
  const stored = Array.from({ length: memories / turnsOfConversation }, (_, n) =>
    makeConversation(n, vocabulary).turns.map(({ speaker, content }) => vectorOf(`${speaker}: ${content}`)),
  ).flat();
  for (const first of [10, 100]) {
    let found = 0;
    for (let n = 0; n < questions; n += 1) {
      const { exact, rounded } = vectorOf(makeQuestion(n, memories / turnsOfConversation, vocabulary));
      const best = nearest((index) => dot(exact, stored[index]?.exact ?? []), first);
      const byBytes = nearest(
        (index) => dot(rounded.values, stored[index]?.rounded.values ?? []) * (stored[index]?.rounded.scale ?? 0),
        first,
      );
      found += best.intersection(byBytes).size;
    }
    const recall = found / (questions * first);
    const result = verdict(recall, { least: leastRecall });
    console.log(`8 bits find of the ${first} nearest  ${recall.toFixed(4)} (at least ${leastRecall}: ${result})`);
  }
}

async function run(): Promise<void> {
  const began = performance.now();
  const embedder = await loadStaticEmbedder();
  console.log(`load                          ${(performance.now() - began).toFixed(0)} ms`);
  await measureTimes(embedder);
  await measureRounding(embedder);
}

await command(usage, run);

// node bench/embedding.ts: how long the shipped embedder takes to load, for a text, for 1,000 and for the longest.
import { loadStaticEmbedder } from '../src/platform/embedding/static-embedder.ts';

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

async function milliseconds(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

async function median(work: () => Promise<unknown>, times = 15): Promise<number> {
  const all: number[] = [];
  for (let i = 0; i < times; i++) all.push(await milliseconds(work));
  return all.sort((a, b) => a - b)[times >> 1] ?? 0;
}

const began = performance.now();
const embedder = await loadStaticEmbedder();
const load = performance.now() - began;
const batch = await median(() => embedder.embed(thousand));
const prose = thousand.join(' ').slice(0, 32_000);

console.log(`load                          ${load.toFixed(0)} ms`);
console.log(`1,000 turns of ${(thousand.join('').length / 1000).toFixed(0)} characters     ${batch.toFixed(1)} ms`);
console.log(`  a turn                      ${batch.toFixed(1)} µs`);
console.log(`32,000 characters of prose    ${(await median(() => embedder.embed([prose]))).toFixed(1)} ms`);
console.log(
  `32,000 Korean syllables       ${(await median(() => embedder.embed(['안녕하세요 여러분 '.repeat(3200)]))).toFixed(1)} ms`,
);

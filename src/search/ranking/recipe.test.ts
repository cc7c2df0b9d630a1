import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import type { AskedQuestion } from './engine-port.ts';
import { type FeatureName, featureNames } from './feature-names.ts';
import { firstScores } from './first-score.ts';
import { rankedOf } from './fixtures/make-turn.ts';
import { PlainEngine, type StoredTurn } from './fixtures/plain-engine.ts';
import { shippedFile, shippedModel, shippedTable, similarity } from './fixtures/shipped-model.ts';
import { patternBits } from './patterns.ts';
import { questionOf } from './question.ts';
import { createRanker } from './ranker.ts';
import type { RankingModel } from './ranking-model.ts';
import { turnColumns } from './turn-columns.ts';

interface Reference {
  readonly arm: number;
  readonly names: string;
  readonly turns: readonly {
    readonly id: string;
    readonly session: number;
    readonly ordinal: number;
    readonly speaker: string;
    readonly text: string;
    readonly day: number;
    readonly dateStems: number;
    readonly stems: string;
    readonly pieces: string;
  }[];
  readonly questions: readonly {
    readonly text: string;
    readonly stems: string;
    readonly pieces: string;
  }[];
  readonly answers: Readonly<Record<string, readonly Answer[]>>;
}

interface Answer {
  readonly ids: string;
  readonly scores: string;
  readonly fused: string;
  readonly best: readonly Readonly<Record<string, number>>[];
}

const reference: Reference = JSON.parse(await readFile(new URL('fixtures/reference.json', import.meta.url), 'utf8'));
const numbers = (joined: string): number[] => (joined === '' ? [] : joined.split(' ').map(Number));

const turns: StoredTurn[] = reference.turns.map(({ text, stems, pieces, ...turn }) => ({
  ...turn,
  role: null,
  stems: Uint32Array.from(numbers(stems)),
  pieces: Uint16Array.from(numbers(pieces)),
  patterns: patternBits(text, shippedModel.memoryPatterns, { english: true }),
}));
const engine = new PlainEngine(turns, numbers(reference.names), shippedTable, reference.arm);
const questions = reference.questions.map(
  ({ text, stems, pieces }): AskedQuestion => ({
    text,
    members: [],
    wishes: [],
    readings: [numbers(stems)],
    pieces: Uint16Array.from(numbers(pieces)),
    readable: 1,
    model: 'static-e5-256',
    today: { en: Date.parse('2026-11-20') / 86_400_000 },
  }),
);

/** The shipped model with another set of weights from its file. */
const withSet = (set: string): RankingModel => ({
  ...shippedModel,
  weights: () =>
    featureNames
      .map((name) => [name, Number(shippedFile.weights[set][name] ?? 0)] as const)
      .filter(([, weight]) => weight !== 0),
});

const closeTo = (actual: number | undefined, expected: number | undefined, what: string) =>
  expect(Math.abs((actual ?? Number.NaN) - (expected ?? Number.NaN)), what).toBeLessThan(0.001);

describe.each(['st/people23', 'st/people10'])('equals the Python reference with %s', (set) => {
  const ranker = createRanker(withSet(set), similarity);
  const cases = questions.map((question, index) => ({
    question,
    text: question.text,
    answer: reference.answers[set]?.[index],
  }));

  test.each(cases)('$text', ({ question, answer }) => {
    const ranking = ranker.ask(question, engine.scope);
    const handed = engine.handOver(ranking, question);
    const asked = questionOf(question, engine.scope, shippedModel);
    const columns = turnColumns(handed);
    const context = { question: asked, scope: engine.scope, model: question.model };
    const { fused } = firstScores(columns, context);
    const fusedOf = new Map(columns.all.map(({ id }, index) => [id, fused[index]]));

    const ranked = rankedOf(handed, (turns) => ranking.rank(turns));
    expect(ranked.map(({ id }) => id)).toEqual(answer?.ids.split(' '));
    const [scores, firsts] = [numbers(answer?.scores ?? ''), numbers(answer?.fused ?? '')];
    for (const [index, turn] of ranked.entries()) {
      const { id, score } = turn;
      closeTo(score, scores[index], id);
      closeTo(fusedOf.get(id), firsts[index], `F of ${id}`);
      const expected = answer?.best[index];
      if (!expected) continue;
      const parts = new Map(turn.explain().map(({ name, value }) => [name, value]));
      for (const name of new Set([...Object.keys(expected), ...parts.keys()])) {
        closeTo(parts.get(name) ?? 0, expected[name] ?? 0, `${name} of ${id}`);
      }
    }
  });
});

test('hands over neighbours outside the pool', () => {
  const ranker = createRanker(shippedModel, similarity);
  const handed = questions.map((question) => engine.handOver(ranker.ask(question, engine.scope), question));
  expect(handed.some((pool) => pool.some(({ inPool }) => !inPool))).toBe(true);
});

interface Example {
  readonly features: Readonly<Partial<Record<FeatureName, number>>>;
  readonly score: number;
  readonly question: string;
  readonly memory: string;
}

test('reproduces the scores of the example rows in the shipped weights', () => {
  const examples: Example[] = shippedFile.examples_static_people23;
  expect(examples.length).toBeGreaterThan(20);
  const weights = withSet('st/people23').weights('static-e5-256', 'people23');
  for (const { features, score, question, memory } of examples) {
    const sum = weights.reduce((total, [name, weight]) => total + weight * (features[name] ?? Number.NaN), 0);
    closeTo(sum, score, `${question} ${memory}`);
  }
});

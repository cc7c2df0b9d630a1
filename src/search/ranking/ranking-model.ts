import { hash } from 'node:crypto';
import { z } from 'zod';
import type { StaticTable } from '../../platform/embedding/static-table.ts';
import { type FeatureName, featureNames } from './feature-names.ts';
import {
  ignoringCase,
  type PatternName,
  patternNames,
  type QuestionPatternName,
  questionPatternNames,
} from './patterns.ts';
import type { Profile } from './profile.ts';
import { pythonPattern } from './python-pattern.ts';
import { RankingModelError } from './ranking-model.errors.ts';

/** What one point of each feature adds to a score. */
export type Weights = readonly (readonly [FeatureName, number])[];

/** Patterns and weights of the re-scoring, compiled and checked against the embedding table. */
export interface RankingModel {
  readonly memoryPatterns: ReadonlyMap<PatternName, RegExp>;
  readonly questionPatterns: ReadonlyMap<QuestionPatternName, RegExp>;
  /** `embeddingModel` is the one that made the cosines: the weights depend on how informative those are. */
  weights(embeddingModel: string, profile: Profile): Weights;
}

type Weighed = Partial<Record<FeatureName, number>>;

/**
 * A short question is seldom an answer to another, and what follows it is found by its words; a note of the very days that a question names
 * is more than near. Not in the file: it was trained on talks, in which most messages that ask tell something besides. A file may have weights
 * of its own. Source: docs/adr/0068, 0070, 0076, 0077 and 0079.
 */
const amongPeople: Weighed = { asks: -0.2, answers: 0.6, dated: 0.4 };
const besidePeople: Weighed = { asks: -0.5, answers: 1.2, opened: 0.8, settled: 0.8, replies: 1.5, dated: 0.8 };

/** A set of weights; `usual` are those of features that it may leave out. */
const weighed = (usual: Weighed) =>
  z
    .partialRecord(z.enum(featureNames), z.number())
    .refine(({ S }) => S === 1, { error: 'the weight of S must be 1: it is the unit of the others' })
    .transform((given): Weights => {
      const all: Weighed = { ...usual, ...given };
      return featureNames.flatMap((name) => (all[name] ? [[name, all[name]] as const] : []));
    });

/** models/fusion-weights.json. Its other sets and patterns and its examples are for tests and training only. */
const fileSchema = z.object({
  /** The table whose rows the weights were trained with. */
  table: z.object({ model: z.string().min(1), sha256: z.hash('sha256') }),
  memory_patterns: z.looseRecord(z.enum(patternNames), z.string()),
  question_patterns: z.looseRecord(z.enum(questionPatternNames), z.string()),
  weights: z.object({
    'st/people23': weighed(amongPeople),
    'st/joint32': weighed(besidePeople),
    'e5/people23': weighed(amongPeople),
    'e5/joint32': weighed(besidePeople),
  }),
});

/** Checks the content of the weights file against the embedding table. Throws a RankingModelError that says what is wrong. */
export function rankingModel(file: unknown, table: StaticTable): RankingModel {
  const parsed = fileSchema.safeParse(file);
  if (!parsed.success) throw new RankingModelError(z.prettifyError(parsed.error));
  const { memory_patterns, question_patterns, weights, table: trained } = parsed.data;
  refuseOtherTable(table, trained);
  return {
    memoryPatterns: new Map(
      patternNames.map((name) => [name, pythonPattern(memory_patterns[name], { ignoreCase: ignoringCase.has(name) })]),
    ),
    questionPatterns: new Map(
      questionPatternNames.map((name) => [name, pythonPattern(question_patterns[name], { ignoreCase: false })]),
    ),
    // Every other model is treated as an encoder like e5. Source: retrieval recipe, stage 2.
    weights: (embeddingModel, profile) => weights[`${embeddingModel === trained.model ? 'st' : 'e5'}/${profile}`],
  };
}

function refuseOtherTable(table: StaticTable, trained: { readonly model: string; readonly sha256: string }): void {
  const loaded = hash('sha256', table.bytes);
  if (loaded === trained.sha256) return;
  throw new RankingModelError(
    `The weights belong to the embedding table ${trained.model} of sha256 ${trained.sha256}, but ${loaded} is loaded`,
  );
}

import { readFile, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import type { StaticTable } from '../../src/platform/embedding/static-table.ts';
import type { Profile } from '../../src/search/ranking/profile.ts';
import { type RankingModel, rankingModel } from '../../src/search/ranking/ranking-model.ts';
import type { FeatureMatrix, WeightVector } from './judged-pool.ts';

const file = z.looseObject({ weights: z.record(z.string(), z.record(z.string(), z.number())) });
const decimals = 4;

/** The weights file as written, and as the ranking uses it. */
interface WeightsFile {
  readonly content: z.output<typeof file>;
  readonly model: RankingModel;
}

export async function readWeights(path: string, table: StaticTable): Promise<WeightsFile> {
  const content: unknown = JSON.parse(await readFile(path, 'utf8'));
  return { content: file.parse(content), model: rankingModel(content, table) };
}

/** Trained weights by profile. */
export type Trained = ReadonlyMap<Profile, { readonly names: FeatureMatrix['names']; readonly weights: WeightVector }>;

/** Writes a copy of the file that was read, with the trained weights replaced. Checks that it is usable before writing it. */
export async function writeWeights(
  path: string,
  { content }: WeightsFile,
  trained: Trained,
  table: StaticTable,
): Promise<void> {
  const { examples_static_people23: _, ...kept } = content;
  const sets = [...trained].map(([profile, { names, weights }]) => [
    `st/${profile}`,
    Object.fromEntries(names.map((name, i) => [name, Number((weights[i] ?? 0).toFixed(decimals))])),
  ]);
  const next = { ...kept, weights: { ...content.weights, ...Object.fromEntries(sets) } };
  rankingModel(next, table);
  await writeFile(path, `${JSON.stringify(next, null, 1)}\n`);
}

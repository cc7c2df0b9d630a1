import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Dialogue, questionsOf, readDialogues } from '../bench/retrieval/dialogues.ts';
import { progress } from '../bench/support/progress.ts';
import { loadModels, type Models } from '../src/app/load-models.ts';
import { loadConfig } from '../src/platform/config/config.ts';
import { type RawEnvironment, readEnvironment } from '../src/platform/config/env.ts';
import { PieceSimilarity } from '../src/platform/embedding/piece-similarity.ts';
import type { Profile } from '../src/search/ranking/profile.ts';
import type { RankingModel } from '../src/search/ranking/ranking-model.ts';
import { command } from './command.ts';
import { capturingRanker } from './fusion/capturing-ranker.ts';
import { judgeHeldOut, loses, type TrainingOptions } from './fusion/held-out.ts';
import { openInProcess } from './fusion/in-process.ts';
import { judgeDialogue } from './fusion/judge-dialogue.ts';
import type { JudgedPool, WeightVector } from './fusion/judged-pool.ts';
import { heldOutReport, weightsReport } from './fusion/report.ts';
import { trainWeights } from './fusion/train-weights.ts';
import { readWeights, type Trained, writeWeights } from './fusion/weights-file.ts';

const weightsFile = 'fusion-weights.json';

const usage = `Trains the weights of the re-scoring anew from questions whose answers are known.

  npm run fusion:train -- --data FILE [--out FILE] [--folds 5] [--l2 .03] [--seed 1]

  --data   dialogues: { dialogues: [{ id, sessions: [{ id, sentAt, messages: [{ id, speaker, content, role }] }],
           questions: [{ id, question, evidence: [message id] }] }] }; role is USER (default) or ASSISTANT
  --out    where to write the weights; a folder of this file as fusion-weights.json, beside the other files of models/,
           is used by MODEL_DIR. Nothing is written where the weights lose on held-out questions.
  --folds  parts that the dialogues are split into, each held out once
  --l2     how much holds the weights to the present ones: more where questions are few
  --seed   of the split and of the intervals`;

const options = {
  data: { type: 'string' },
  out: { type: 'string' },
  folds: { type: 'string', default: '5' },
  l2: { type: 'string', default: '.03' },
  seed: { type: 'string', default: '1' },
} as const;

/** Trains with these arguments, on the embedding table of the settings. */
export async function train(args: readonly string[], settings: RawEnvironment): Promise<void> {
  const { values } = parseArgs({ args: [...args], options });
  if (!values.data) throw new Error('--data FILE is missing');
  // Fails early, before minutes of work whose result could not be written.
  if (values.out) await checkPlace(values.out);
  const training = {
    folds: wholeNumberOf('--folds', values.folds, 2),
    l2: numberOf('--l2', values.l2, 0),
    seed: wholeNumberOf('--seed', values.seed, 0),
  };
  const dialogues = await readDialogues(values.data);
  if (dialogues.every((dialogue) => questionsOf(dialogue).length === 0))
    throw new Error('There is no question with evidence');
  const { embedding } = loadConfig(settings);
  if (embedding.provider !== 'static') throw new Error('Weights can be trained for the shipped embedding table alone');
  const models = await loadModels(embedding);
  const file = await readWeights(join(embedding.modelDir, weightsFile), models.embedder.table);
  const pools = await collect(dialogues, models, file.model);
  const trained: Trained = new Map(
    [...Map.groupBy(pools, ({ profile }) => profile)].map(([profile, own]) => [
      profile,
      trainProfile(profile, own, { ...training, present: presentOf(own, file.model, models.embedder.model) }),
    ]),
  );
  if (values.out) await writeWeights(values.out, file, trained, models.embedder.table);
  console.log(values.out ? `written to ${values.out}` : 'Nothing is written: --out FILE says where to.');
}

/** Throws if the file cannot be written. */
async function checkPlace(file: string): Promise<void> {
  const folder = dirname(file);
  await access(folder, constants.W_OK).catch((cause: unknown) => {
    throw new Error(
      `--out leads to a folder that is missing or not writable, ${folder}: make it, or name another file`,
      { cause },
    );
  });
  const there = await stat(file).catch(() => null);
  if (there?.isDirectory()) throw new Error(`--out names a folder: name a file in it, as ${join(file, weightsFile)}`);
}

function wholeNumberOf(name: string, text: string, least: number): number {
  const value = numberOf(name, text, least);
  if (Number.isSafeInteger(value)) return value;
  throw new Error(`${name} takes a whole number from ${least} on`);
}

function numberOf(name: string, text: string, least: number): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value) && value >= least) return value;
  throw new Error(`${name} takes a number from ${least} on`);
}

/** Returns what the product ranks for each question. */
async function collect(dialogues: readonly Dialogue[], models: Models, model: RankingModel): Promise<JudgedPool[]> {
  const ranker = capturingRanker(model, new PieceSimilarity(models.embedder.table));
  await using product = await openInProcess(models, ranker);
  const pools: JudgedPool[] = [];
  for (const dialogue of dialogues) {
    progress(`${dialogue.id}: storing and asking`);
    pools.push(...(await judgeDialogue(product, ranker, dialogue)));
  }
  if (pools.length === 0) throw new Error('There is no question with evidence that finds anything');
  return pools;
}

function presentOf(pools: readonly JudgedPool[], model: RankingModel, embeddingModel: string): WeightVector {
  const [first] = pools;
  if (!first) throw new Error('There is no question with evidence');
  return Float64Array.from(model.weights(embeddingModel, first.profile), ([, weight]) => weight);
}

/** Trains the weights of one kind of conversation and reports their gain. Throws if they lose. */
function trainProfile(profile: Profile, pools: readonly JudgedPool[], training: TrainingOptions) {
  progress(`${profile}: training`);
  const heldOut = judgeHeldOut(pools, training);
  console.log(`${heldOutReport(profile, heldOut)}\n`);
  if (loses(heldOut))
    throw new Error(`The trained weights of ${profile} lose on held-out questions: they are refused.`);
  const names = pools[0]?.features.names ?? [];
  const weights = trainWeights(pools, training.present, training.l2);
  console.log(`${weightsReport(names, training.present, weights)}\n`);
  return { names, weights };
}

if (import.meta.main) await command(usage, () => train(process.argv.slice(2), readEnvironment()));

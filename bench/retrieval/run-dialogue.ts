import type { Api } from '../support/api.ts';
import { progress } from '../support/progress.ts';
import { ask, askWithoutGraph, type Mode } from './ask.ts';
import { createBm25 } from './bm25.ts';
import { type Dialogue, questionsOf, type Turn, turnsOf } from './dialogues.ts';
import { ingest } from './ingest.ts';
import { type Measures, measure } from './measures.ts';
import { stems, words } from './words.ts';

/** The measures of one question's answer. */
export interface JudgedAnswer extends Measures {
  readonly category: string | null;
}

/** The measures of every question of one dialogue, by ranker. */
export type Judged = ReadonlyMap<string, readonly JudgedAnswer[]>;

type Rank = (question: string) => string[] | Promise<string[]>;

/** Stores a dialogue and asks all its questions of the product in each mode, and of the baselines. */
export async function runDialogue(api: Api, dialogue: Dialogue, asked: readonly Mode[]): Promise<Judged> {
  const turns = turnsOf(dialogue);
  const questions = questionsOf(dialogue);
  const stored = await ingest(api, dialogue);
  const sessionOf = new Map(turns.map(({ id, sessionId }) => [id, sessionId]));
  const rankers: readonly (readonly [string, Rank])[] = [
    ...asked.map((mode) => [mode, (text: string) => ask(api, stored, mode, text)] as const),
    ...(asked.includes('hybrid')
      ? [['hybrid, no graph', (text: string) => askWithoutGraph(api, stored, text)] as const]
      : []),
    ...baselines(turns),
  ];
  const judged = new Map<string, JudgedAnswer[]>();
  for (const [name, rank] of rankers) {
    progress(`${dialogue.id}: ${questions.length} questions, ${name}`);
    const answers: JudgedAnswer[] = [];
    for (const { text, evidence, category } of questions) {
      answers.push({ ...measure(await rank(text), evidence, (id) => sessionOf.get(id)), category });
    }
    judged.set(name, answers);
  }
  return judged;
}

/** BM25 over the same texts including the speaker's name: once over plain words, once over stems as in English search engines. */
function baselines(turns: readonly Turn[]): (readonly [string, Rank])[] {
  const documents = turns.map(({ id, speaker, content }) => ({ id, text: `${speaker}: ${content}` }));
  return [
    [baselineName, createBm25(documents, stems)],
    ['BM25, words', createBm25(documents, words)],
  ];
}

/** The stronger baseline, with which the product is compared. */
export const baselineName = 'BM25, stems';

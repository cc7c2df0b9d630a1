import { z } from 'zod';
import type { Api } from '../support/api.ts';
import { progress } from '../support/progress.ts';
import { share, table } from '../support/table.ts';
import { awaitGraph } from './await-graph.ts';
import { awaitVectors } from './await-vectors.ts';
import { type Dialogue, questionsOf, turnsOf } from './dialogues.ts';
import { ingest } from './ingest.ts';

const contextOf = /* GraphQL */ `
  query ($input: ContextInput!) { context(input: $input) { sections { memories { id } } } }`;
const gathered = z.object({
  context: z.object({ sections: z.array(z.object({ memories: z.array(z.object({ id: z.string() })) })) }),
});

/** So many other things a message tells before it asks. */
const told = [0, 1, 3, 10] as const;
/** Tokens of a context: few, and the default. */
const budgets = [500, 2_000] as const;

/** Statements of some length, and no questions: what people tell before they ask. */
const lengths = { least: 30, most: 200 } as const;

/**
 * How much of what answers a question its context shows, where the question stands at the end of a message of a chat: what the message
 * tells before was said in the other dialogues, so that it has nothing to do with it.
 */
export async function contextsOf(api: Api, dialogues: readonly Dialogue[]): Promise<string> {
  const shown = told.map(() => budgets.map((): number[] => []));
  for (const dialogue of dialogues) {
    const others = dialogues.filter((one) => one !== dialogue).flatMap(statementsOf);
    if (others.length === 0) throw new Error('Contexts take a second dialogue: messages tell what was said in others');
    progress(`${dialogue.id}: storing`);
    const { collectionId, turnOf } = await ingest(api, dialogue);
    await awaitVectors(api, [...turnOf.keys()]);
    await awaitGraph(api, collectionId);
    for (const [row, count] of told.entries()) {
      progress(`${dialogue.id}: contexts of messages that tell ${count} other things`);
      for (const [number, { text, evidence }] of questionsOf(dialogue).entries()) {
        const message = [...someOf(others, number, count), text].join(' ');
        for (const [column, tokenBudget] of budgets.entries()) {
          const input = { message, collectionIds: [collectionId], tokenBudget };
          const { sections } = (await api.run(contextOf, { input }, gathered)).context;
          const turns = new Set(sections.flatMap(({ memories }) => memories.map(({ id }) => turnOf.get(id))));
          shown[row]?.[column]?.push(evidence.intersection(turns).size / evidence.size);
        }
      }
    }
  }
  return table(
    ['told before the question', ...budgets.map((budget) => `${budget} tokens show`)],
    told.map((count, row) => [String(count), ...(shown[row] ?? []).map((shares) => share(meanOf(shares)))]),
  );
}

const statementsOf = (dialogue: Dialogue): string[] =>
  turnsOf(dialogue)
    .map(({ content }) => content)
    .filter((text) => text.length >= lengths.least && text.length <= lengths.most && !text.includes('?'));

/** Others for each question, the same in each run. */
const someOf = (statements: readonly string[], question: number, count: number): string[] =>
  Array.from(
    { length: count },
    (_, place) => statements[(question * 7_919 + place * 104_729) % statements.length] ?? '',
  );

const meanOf = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0) / numbers.length;

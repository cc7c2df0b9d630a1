import { z } from 'zod';
import type { Api } from '../support/api.ts';
import { createConversation } from '../support/create-conversation.ts';
import { mean } from '../support/distribution.ts';
import { progress } from '../support/progress.ts';
import { share, table } from '../support/table.ts';
import { ask } from './ask.ts';
import { type Dialogue, questionsOf, turnsOf } from './dialogues.ts';
import { ingest, type StoredDialogue } from './ingest.ts';

const appendMessage = /* GraphQL */ `
  mutation ($input: AppendMessagesInput!) {
    appendMessages(input: $input) { ... on AppendMessagesPayload { messages { id } } ... on Error { message } }
  }`;
const messageAppended = z.object({ appendMessages: z.object({ messages: z.array(z.object({ id: z.string() })) }) });

const contextOf = /* GraphQL */ `
  query ($input: ContextInput!) { context(input: $input) { sections { memories { id } } } }`;
const gathered = z.object({
  context: z.object({ sections: z.array(z.object({ memories: z.array(z.object({ id: z.string() })) })) }),
});

/** A way to phrase a question. */
interface Way {
  readonly name: string;
  /** The message, and what was said before it in the conversation. */
  said(question: string, number: number): { readonly before?: string; readonly message: string };
}

/** Number of search hits that count, and the maximum length of a query. */
const firstHits = 10;
const longestQuery = 2_000;

/** Token budgets of a context: a small one, and the default. */
const budgets = [500, 2_000] as const;

/** Length of the statements used as padding: no questions, but what people say before they ask. */
const lengths = { least: 30, most: 200 } as const;

/**
 * Ways in which people talk to assistants: with unrelated statements, taken from other dialogues, before the question, or with the
 * question as a second message.
 */
function waysBy(others: readonly string[]): Way[] {
  const telling = (count: number, how = '', put = (question: string) => question): Way => ({
    name: `behind ${count} others${how}`,
    said: (question, number) => ({ message: [...someOf(others, number, count), put(question)].join(' ') }),
  });
  const followUp: Way = {
    name: 'asked before, and then "And when was that?"',
    said: (question) => ({ before: question, message: 'And when was that?' }),
  };
  const unmarked = telling(3, ', without its mark', withoutMark);
  const request = telling(3, ', as "Remind me …"', (question) => `Remind me ${withoutMark(question)}.`);
  return [telling(0), telling(1), telling(3), telling(10), unmarked, request, followUp];
}

/** As people type: "when did Anna move to Oslo". */
const withoutMark = (question: string): string =>
  question.replace(/\s*\?\s*$/u, '').replace(/^./u, (first) => first.toLowerCase());

/** Share of the evidence that searches and contexts show, for the questions of the dialogues in `asked`. */
export async function contextsOf(
  api: Api,
  dialogues: readonly Dialogue[],
  asked: readonly Dialogue[],
): Promise<string> {
  const shown = new Map<string, number[][]>();
  for (const dialogue of asked) {
    const others = dialogues.filter((one) => one !== dialogue).flatMap(statementsOf);
    if (others.length === 0) throw new Error('Contexts take a second dialogue: messages tell what was said in others');
    const stored = await ingest(api, dialogue);
    for (const { name, said } of waysBy(others)) {
      progress(`${dialogue.id}: questions ${name}`);
      const rows = shown.get(name) ?? [];
      for (const [number, { text, evidence }] of questionsOf(dialogue).entries()) {
        rows.push(await shares(api, stored, said(text, number), evidence));
      }
      shown.set(name, rows);
    }
  }
  return table(
    ['questions', `first ${firstHits} of a search`, ...budgets.map((budget) => `${budget} tokens show`)],
    [...shown].map(([name, [first = [], ...rows]]) => [
      name,
      ...first.map((own, column) => share(mean([own, ...rows.map((row) => row[column] ?? 0)]))),
    ]),
  );
}

/** Share of the evidence shown by a search for the message, and by a context of each budget. */
async function shares(
  api: Api,
  stored: StoredDialogue,
  { before, message }: ReturnType<Way['said']>,
  evidence: ReadonlySet<string>,
): Promise<number[]> {
  const { collectionId, turnOf } = stored;
  const conversationId = before === undefined ? null : await converse(api, collectionId, before);
  const hits = await ask(api, stored, 'hybrid', message.slice(-longestQuery));
  const found = [shareOf(evidence, hits.slice(0, firstHits))];
  for (const tokenBudget of budgets) {
    const input = { message, collectionIds: [collectionId], conversationId, tokenBudget };
    const { sections } = (await api.run(contextOf, { input }, gathered)).context;
    const turns = sections.flatMap(({ memories }) => memories.map(({ id }) => turnOf.get(id)));
    found.push(shareOf(evidence, turns));
  }
  return found;
}

const shareOf = (evidence: ReadonlySet<string>, turns: readonly (string | undefined)[]): number =>
  evidence.intersection(new Set(turns)).size / evidence.size;

/** Starts a conversation with a message that is not remembered. */
async function converse(api: Api, collectionId: string, content: string): Promise<string> {
  const conversationId = await createConversation(api, collectionId);
  await api.run(appendMessage, { input: { conversationId, messages: [{ role: 'USER', content }] } }, messageAppended);
  return conversationId;
}

const statementsOf = (dialogue: Dialogue): string[] =>
  turnsOf(dialogue)
    .map(({ content }) => content)
    .filter((text) => text.length >= lengths.least && text.length <= lengths.most && !text.includes('?'));

/** Different statements for each question, the same in each run. */
const someOf = (statements: readonly string[], question: number, count: number): string[] =>
  Array.from(
    { length: count },
    (_, place) => statements[(question * 7_919 + place * 104_729) % statements.length] ?? '',
  );

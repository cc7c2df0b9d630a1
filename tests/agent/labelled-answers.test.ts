/**
 * Small worlds of messages, each with eight questions, written for this project on 2026-11-27 by an author who saw neither the code nor
 * its tests. The rules of answers without a language model were made with read-worlds.json; nobody read unread-worlds.json, which was
 * only scored.
 */
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { makeAgentApi } from '../support/agents.ts';
import { useDatabase } from '../support/database.ts';
import { Session } from '../support/session.ts';

const { db } = useDatabase();
const { api, runner } = makeAgentApi(db);

const question = z.object({
  q: z.string(),
  /** What the answer has to say: of each entry one of the alternatives, separated by bars. Empty: there is no answer. */
  must: z.array(z.string()),
  /** What it may not say. */
  mustNot: z.array(z.string()).default([]),
  kind: z.string(),
});
const turn = z.object({ at: z.string(), speaker: z.string(), text: z.string() });
const worlds = z.array(z.object({ speaker: z.string(), turns: z.array(turn), questions: z.array(question) }));
type World = z.infer<typeof worlds>[number];
type Question = z.infer<typeof question>;

/** Stores the messages of a world: those of each day are a conversation. */
async function tell({ turns }: World): Promise<Session> {
  const session = await Session.start(api);
  const days = Map.groupBy(turns, ({ at }) => at.slice(0, 10));
  await Promise.all(
    days.values().map(async (told) => {
      const { conversationId } = await session.another();
      const messages = told.map(({ at: sentAt, text: content, speaker }) => {
        return { role: 'USER', content, speaker, sentAt, remember: true };
      });
      await session.mutate('appendMessages', { conversationId, messages }, 'conversation { id }');
    }),
  );
  return session;
}

async function answersOf(world: World): Promise<{ readonly answer: string; readonly citations: readonly unknown[] }[]> {
  const session = await tell(world);
  const asked = await Promise.all(
    world.questions.map(async ({ q }) => {
      const { run } = await (await session.another()).ask(q, { speaker: world.speaker, model: 'extractive' });
      return run.id;
    }),
  );
  await runner.processAll();
  return await Promise.all(asked.map((id) => session.run(id)));
}

function isRight({ must, mustNot }: Question, { answer, citations }: Awaited<ReturnType<typeof answersOf>>[number]) {
  const has = (part: string) => answer.toLowerCase().includes(part.trim().toLowerCase());
  if (must.length === 0) return citations.length === 0;
  return must.every((one) => one.split('|').some(has)) && !mustNot.some(has);
}

/** Returns how many questions of each kind are answered rightly. */
async function rightOnes(file: string): Promise<Record<string, number>> {
  const read = worlds.parse(JSON.parse(await readFile(new URL(`labelled/${file}`, import.meta.url), 'utf8')));
  const right: Record<string, number> = {};
  for (const world of read) {
    const answers = await answersOf(world);
    for (const [place, asked] of world.questions.entries()) {
      const answer = answers[place];
      right[asked.kind] = (right[asked.kind] ?? 0) + (answer && isRight(asked, answer) ? 1 : 0);
    }
  }
  return right;
}

/** Kinds of questions, and how many of each are answered rightly at least. */
const floors: readonly (readonly [file: string, least: Readonly<Record<string, number>>])[] = [
  ['read-worlds.json', { changed: 12, count: 2, direct: 7, other: 6, paraphrase: 4, unknown: 14, when: 4, yesno: 2 }],
  ['unread-worlds.json', { changed: 7, count: 5, direct: 4, other: 4, paraphrase: 0, unknown: 8, when: 3, yesno: 2 }],
];

test.each(floors)('enough questions of %s are answered rightly', { timeout: 120_000 }, async (file, least) => {
  const right = await rightOnes(file);
  const reached = Object.entries(least).map(([kind, count]) => [kind, Math.min(count, right[kind] ?? 0)]);
  expect(Object.fromEntries(reached), JSON.stringify(right)).toEqual(least);
});

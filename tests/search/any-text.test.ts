import { expect, test } from 'vitest';
import type { Viewer } from '../../src/account/viewer.ts';
import { reachOf } from '../../src/collection/reach.ts';
import { useFinders } from '../support/both-finders.ts';
import { conversationServices, said } from '../support/conversations.ts';
import { useDatabase } from '../support/database.ts';
import { Household, memoryServices } from '../support/memories.ts';
import { type Dice, dice } from '../support/recall-rows.ts';
import { pick } from '../support/scribbler.ts';
import { makeViewer } from '../support/viewer.ts';

const { db } = useDatabase();
const { recall, consumers, byIndex, bySql } = await useFinders(db);
const services = conversationServices(db, { send: async () => {} });

/** Number of questions for both engines: more in the long tier. */
const questions = Number(process.env['ANY_TEXT_QUESTIONS'] ?? 40);
const languages = ['en', 'de', 'fr', 'ar', 'zh', 'ja', 'th'];
const timeZones = ['UTC', 'Asia/Kolkata', 'America/Lima', 'Pacific/Kiritimati'];
const speakers = ['Anna', 'Ben Häuser', "O'Neil \\ Ben", '北京', null];

/** Texts that are operators elsewhere, have several Unicode forms, or are words in one language but not in another. */
const pieces = [
  ...[
    "it's",
    "''",
    '\\',
    "a'b\\c",
    '|',
    '&',
    '!',
    ':*',
    '<->',
    '(',
    ')',
    '"',
    '`',
    '%',
    '$1',
    '{}',
    '…',
    'C++',
    '#tag',
  ],
  ...['http://example.com/a?b=c&d=%20', 'me@x.org', 'well-known', '3.14e5', '-7', '1/2', '12:30', 'a/b', "O'Neil"],
  ...[
    '2023-05-08',
    '8 May 2023',
    '31 February',
    'May',
    'the',
    'Anna',
    'Ben',
    'when?',
    'Häuser',
    'Haus',
    'naïve',
    'don’t',
  ],
  ...['ß', 'İ', 'ı', 'ﬁ', 'é', 'e\u0301', '\u200b', '\u200f', '\u202e', '😀', '👩‍👩‍👧', 'ﷺ', '\u00a0', '\t', '\uFFFD'],
  ...['北京', '昨天在北京买书', '北京的书', 'كتاب', 'الكتاب', 'ที่นี่', 'книга', 'l’eau', '한국어', 'カタカナ', '、', '？'],
  ...['x'.repeat(300), 'я'.repeat(1_023), 'я'.repeat(1_030)],
];

const text = (random: Dice, most: number): string => {
  const chosen = Array.from({ length: 1 + random.below(most) }, () => pick(random, pieces));
  // A visible character at the end: blank texts are refused.
  return `${chosen.join(pick(random, [' ', ' ', ', ', ''])).slice(0, 1_990)} x`;
};

async function homeIn(random: Dice, viewer: Viewer, language: string): Promise<Household> {
  const home = await Household.create(db, viewer);
  const settings = { language, timeZone: pick(random, timeZones) };
  await memoryServices(db).collections.update(viewer, { id: home.collection.id, settings });
  const given = Array.from({ length: 25 }, () => ({
    content: text(random, 10),
    speaker: pick(random, speakers),
    validFrom: new Date(Date.UTC(2020 + random.below(4), random.below(12), 1 + random.below(28), random.below(24))),
  }));
  await memoryServices(db).memories.addMany(viewer, home.collection.id, given, new Map());
  const conversation = await services.conversations.create(viewer, { collectionId: home.collection.id });
  const turns = Array.from({ length: 20 }, () =>
    said(text(random, 10), {
      speaker: pick(random, ['Anna', 'Ben Häuser']),
      role: pick(random, ['USER', 'ASSISTANT'] as const),
      remember: true,
    }),
  );
  await services.messages.append(viewer, conversation.id, turns);
  return home;
}

test('any text in any language is searchable, with the same answers from both engines', {
  timeout: 60_000,
}, async () => {
  const random = dice(5);
  const viewer = makeViewer();
  const homes: Household[] = [];
  for (const language of languages) homes.push(await homeIn(random, viewer, language));
  await consumers.processAll();
  const ask = (query: string, mode: 'HYBRID' | 'LEXICAL' | 'SEMANTIC', collectionIds: string[] | null) => {
    const request = { query, mode, collectionIds, filter: {}, asOf: null };
    return [byIndex, bySql].map((finder) => () => finder.find(reachOf(viewer), request));
  };
  await ask('Anna', 'HYBRID', null)[0]?.();
  await recall.indexes.idle();
  let found = 0;
  for (let n = 0; n < questions; n += 1) {
    const query = text(random, n % 20 === 0 ? 300 : 8);
    const mode = pick(random, ['HYBRID', 'HYBRID', 'LEXICAL', 'SEMANTIC'] as const);
    const within = random.below(2) === 0 ? null : [pick(random, homes).collection.id];
    const [held, read] = await Promise.all(ask(query, mode, within).map((find) => find()));
    const scores = (ranking: typeof held) => ranking?.hits.map(({ score }) => Math.round(score * 1e4) / 1e4) ?? [];
    expect([held?.failedArms, read?.failedArms], query).toEqual([[], []]);
    expect(scores(held).length, query).toBe(scores(read).length);
    for (const [place, score] of scores(held).entries())
      expect(score, query).toBeCloseTo(scores(read)[place] ?? Number.NaN, 3);
    found += scores(held).length;
  }
  expect(found).toBeGreaterThan(questions * 15);
  expect(recall.indexes.statistics).toMatchObject({ collections: languages.length, failures: 0, fallbacks: 1 });
});

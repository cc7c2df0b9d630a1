import { describe, expect, test } from 'vitest';
import { useDatabase } from '../../support/database.ts';
import { makeApi } from '../../support/execute.ts';
import { remember as rememberBy } from '../../support/mutate.ts';
import { makeViewer } from '../../support/viewer.ts';

const { db } = useDatabase();
const api = makeApi(db);
const { run } = api;

const searchFor = 'query ($input: SearchInput!) { search(input: $input) { edges { node { content } } } }';

const hour = 3_600_000;
const day = 24 * hour;

/** Stores memories that share no word with a question, each with its date. */
function remember(
  memories: Readonly<Record<string, Date>>,
  settings: Record<string, string> = {},
  viewer = makeViewer(),
) {
  const given = Object.entries(memories).map(([content, from]) => ({ content, validFrom: from.toISOString() }));
  return rememberBy(api, given, viewer, { settings });
}

async function find({
  viewer,
  ...input
}: Record<string, unknown> & { readonly viewer: ReturnType<typeof makeViewer> }) {
  const { search } = await run(viewer, searchFor, { input: { mode: 'LEXICAL', ...input } });
  return search.edges.map(({ node }: { node: { content: string } }) => node.content);
}

/** A time zone in which it is about noon now, so that no test runs across midnight. */
const noonZone = (() => {
  const ahead = 12 - new Date().getUTCHours();
  return ahead === 0 ? 'Etc/GMT' : `Etc/GMT${ahead > 0 ? '-' : '+'}${Math.abs(ahead)}`;
})();

test.each([
  ['Asia/Kolkata', '2024-05-01T20:00:00Z', 'What happened on 2 May 2024?'],
  ['America/Los_Angeles', '2024-05-02T03:00:00Z', 'What happened on 1 May 2024?'],
])('a date is a day of the collection in %s', async (timeZone, instant, query) => {
  const later = 'What happened in May 2024 happened often';
  const { viewer } = await remember(
    { 'We had porridge': new Date(instant), [later]: new Date('2024-05-04T12:00:00Z') },
    { timeZone },
  );
  expect((await find({ viewer, query, mode: 'HYBRID' }))[0]).toBe('We had porridge');
});

describe('a question that counts back from today', () => {
  const ago = (days: number) => new Date(Date.now() - days * day);
  const diary = { 'We had porridge': ago(1), 'We had lentils': ago(8), 'We had dumplings': ago(100) };

  test('finds memories of that day by lexical search', async () => {
    const { viewer } = await remember(diary, { timeZone: noonZone });
    expect((await find({ viewer, query: 'What did I eat yesterday?' }))[0]).toBe('We had porridge');
    expect((await find({ viewer, query: 'What did I eat 8 days ago?' }))[0]).toBe('We had lentils');
    expect((await find({ viewer, query: 'What did I eat 100 days ago?' }))[0]).toBe('We had dumplings');
  });

  test('ranks memories of that day first in a hybrid search', async () => {
    const { viewer } = await remember(diary, { timeZone: noonZone });
    expect((await find({ viewer, query: 'What did I eat yesterday?', mode: 'HYBRID' }))[0]).toBe('We had porridge');
    expect((await find({ viewer, query: 'What did I eat 8 days ago?', mode: 'HYBRID' }))[0]).toBe('We had lentils');
  });

  test('and asks for nothing else finds memories of that time first, whatever words the others share with it', async () => {
    const others = {
      'What happened yesterday was talked about all day': ago(50),
      'Yesterday we did what we do': ago(90),
    };
    const { viewer } = await remember({ ...diary, ...others, 'We had pancakes': ago(2) }, { timeZone: noonZone });
    const hybrid = { viewer, mode: 'HYBRID' };
    const found = await find({ ...hybrid, query: 'What happened yesterday?' });
    expect(found[0]).toBe('We had porridge');
    expect(found).toHaveLength(6);
    const days = await find({ ...hybrid, query: 'What happened in the last three days?' });
    expect(new Set(days.slice(0, 2))).toEqual(new Set(['We had porridge', 'We had pancakes']));
    const filter = { validFromBefore: ago(60).toISOString() };
    expect(await find({ ...hybrid, query: 'What happened yesterday?', filter })).not.toContain('We had porridge');
  });

  test('and asks for nothing else finds what begins with that day, too, though it was written later', async () => {
    const written = (text: string) => new Date(`${text}T12:00:00Z`);
    const onTheDay = Array.from({ length: 12 }, (_, place) => [`Note ${place} of things done`, written('2026-08-21')]);
    const later = {
      'Incident 21 August: the cache was full': written('2026-08-22'),
      'Yesterday the lift was mended': written('2026-08-22'),
      'Incident 20 August: a disk was lost': written('2026-08-22'),
      'What is happening is that things happen, as on 21 August 2024': written('2026-08-22'),
    };
    const { viewer } = await remember({ ...Object.fromEntries(onTheDay), ...later });
    const found = await find({ viewer, mode: 'HYBRID', query: 'What happened on 21 August 2026?' });
    const [report, lift, ...others] = Object.keys(later);
    expect(found.slice(0, 14)).toEqual(expect.arrayContaining([report, lift]));
    expect(new Set(found.slice(14))).toEqual(new Set(others));
  });

  test('and asks for a night finds what was told after midnight, before the rest of its day', async () => {
    const told = {
      Fried: new Date('2024-01-02T12:00:00Z'),
      Sour: new Date('2024-01-02T22:00:00Z'),
      Salted: new Date('2024-01-03T02:00:00Z'),
      Boiled: new Date('2024-01-03T08:00:00Z'),
      'What happened last night happened': new Date('2023-12-01T22:00:00Z'),
    };
    const asOf = '2024-01-03T12:00:00Z';
    const of = async (query: string, language: string) => {
      const { viewer } = await remember(told, { timeZone: 'UTC', language });
      return await find({ viewer, mode: 'HYBRID', query, asOf });
    };
    for (const [query, language] of [
      ['What happened last night?', 'en'],
      ['Was war letzte Nacht?', 'de'],
    ] as const) {
      const found = await of(query, language);
      expect(new Set(found.slice(0, 2))).toEqual(new Set(['Sour', 'Salted']));
      expect(found[2]).toBe('Fried');
    }
    const morning = await of('What happened this morning?', 'en');
    expect(morning.slice(0, 2)).toEqual(['Boiled', 'Salted']);
  });

  test('is not read as a date in a collection of another language', async () => {
    const { viewer } = await remember(diary, { timeZone: noonZone, language: 'de' });
    expect(await find({ viewer, query: 'What did I eat yesterday?' })).toEqual([]);
  });

  test.each([
    [
      'de',
      'Was habe ich gestern gegessen?',
      'Was habe ich vor acht Tagen gegessen?',
      'Was habe ich vor 100 Tagen gegessen?',
    ],
    ['fr', 'Qu’ai-je mangé hier ?', 'Qu’ai-je mangé il y a huit jours ?', 'Qu’ai-je mangé il y a 100 jours ?'],
    ['zh', '我昨天吃了什么？', '我八天前吃了什么？', '我100天前吃了什么？'],
    ['ar', 'ماذا أكلت أمس؟', 'ماذا أكلت قبل ثمانية أيام؟', 'ماذا أكلت قبل 100 يوم؟'],
    ['sw', 'Nilikula nini jana?', 'Nilikula nini siku 8 zilizopita?', 'Nilikula nini siku 100 zilizopita?'],
  ])('is understood in the language of its collection: %s', async (language, ofYesterday, ofLastWeek, ofLongAgo) => {
    const { viewer } = await remember(diary, { timeZone: noonZone, language });
    expect((await find({ viewer, query: ofYesterday }))[0]).toBe('We had porridge');
    expect((await find({ viewer, query: ofLastWeek }))[0]).toBe('We had lentils');
    expect((await find({ viewer, query: ofLongAgo }))[0]).toBe('We had dumplings');
  });

  test('is read in the language of any of the collections', async () => {
    const viewer = makeViewer();
    const asOf = '2024-01-03T12:00:00Z';
    await remember({ Brei: new Date('2024-01-02T06:00:00Z') }, { language: 'de' }, viewer);
    await remember({ Porridge: new Date('2024-03-02T06:00:00Z') }, {}, viewer);
    expect((await find({ viewer, query: 'Was habe ich gestern gegessen?', asOf }))[0]).toBe('Brei');
    expect(await find({ viewer, query: 'Was habe ich gern zu essen?', asOf })).toEqual([]);
  });

  test('counts from asOf, in the time zone of its collection', async () => {
    const diary = { Early: new Date('2024-01-01T23:00:00Z'), Late: new Date('2024-01-02T23:00:00Z') };
    const asOf = '2024-01-03T12:00:00Z';
    const query = 'What did I eat yesterday?';
    const yesterday = async (timeZone: string) =>
      (await find({ viewer: (await remember(diary, { timeZone })).viewer, query, asOf }))[0];
    expect(await yesterday('UTC')).toBe('Late');
    // There asOf is on the 4th, and the later memory on the 3rd.
    expect(await yesterday('Pacific/Kiritimati')).toBe('Late');
    // There asOf is on the 3rd, and the earlier memory on the 2nd.
    expect(await yesterday('Etc/GMT-2')).toBe('Early');
  });

  test('reads each collection in its own time zone', async () => {
    const viewer = makeViewer();
    const asOf = '2024-01-03T12:00:00Z';
    await remember({ 'The 2nd': new Date('2024-01-02T06:00:00Z') }, { timeZone: 'UTC' }, viewer);
    await remember({ 'The 3rd': new Date('2024-01-02T16:00:00Z') }, { timeZone: 'Pacific/Kiritimati' }, viewer);
    expect((await find({ viewer, query: 'What did I eat yesterday?', asOf })).toSorted()).toEqual([
      'The 2nd',
      'The 3rd',
    ]);
  });

  test.each([
    ['CET', '22:30'],
    ['met', '22:30'],
    ['EET', '21:30'],
    ['WET', '23:30'],
  ])('has summer time in the zone %s', async (timeZone, midnight) => {
    const diary = { Porridge: new Date('2026-07-01T12:00:00Z'), Lentils: new Date('2026-07-02T12:00:00Z') };
    const { viewer } = await remember(diary, { timeZone });
    const query = 'What did I eat yesterday?';
    expect((await find({ viewer, query, asOf: `2026-07-02T${midnight}:00Z` }))[0]).toBe('Lentils');
  });

  test.each(['0001-01-01T00:00:00Z', '9999-12-31T23:59:59Z'])(
    'does not fail as of %s, at either end of the calendar',
    async (asOf) => {
      const { viewer } = await remember({ Porridge: new Date('2024-01-02T08:00:00Z') });
      await expect(find({ viewer, query: 'What did I eat 999 years ago, yesterday?', asOf })).resolves.toBeDefined();
    },
  );
});

test.each([
  'What was on 2023-05-08?',
  'What was on the 8th of May?',
  'What was on Oct 3, 2023?',
  'What was in the second week of May 2023?',
  'What was between 7 and 9 May 2023?',
])('finds memories by a date in other words than theirs: %s', async (query) => {
  const { viewer } = await remember({
    Wanted: new Date(query.includes('Oct') ? '2023-10-03T09:00:00Z' : '2023-05-08T09:00:00Z'),
    Other: new Date('2023-06-12T09:00:00Z'),
  });
  expect((await find({ viewer, query }))[0]).toBe('Wanted');
});

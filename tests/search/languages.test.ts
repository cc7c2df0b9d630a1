import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { reachOf } from '../../src/collection/reach.ts';
import { memoryConsumer } from '../../src/memory/memory-consumer.ts';
import { recountCollection } from '../../src/memory/recount.ts';
import { consumeNext } from '../../src/platform/events/consume.ts';
import { askedScopes } from '../../src/search/asked-scope.store.ts';
import type { Finder } from '../../src/search/finder.ts';
import type { SearchRequest } from '../../src/search/search.ts';
import { useFinders } from '../support/both-finders.ts';
import { writingBy } from '../support/consuming.ts';
import { useDatabase } from '../support/database.ts';
import { Household, memoryServices } from '../support/memories.ts';

const { db } = useDatabase();
const { models, recall, consumers, byIndex, bySql } = await useFinders(db);

async function homeIn(language: string, timeZone = 'UTC'): Promise<Household> {
  const home = await Household.create(db);
  await change(home, { language, timeZone });
  return home;
}

const change = ({ viewer, collection }: Household, settings: { language?: string; timeZone?: string }) =>
  memoryServices(db).collections.update(viewer, { id: collection.id, settings });

/** Results of a search by words on both engines, which must agree. */
async function found(home: Household, query: string, mode: SearchRequest['mode'] = 'LEXICAL'): Promise<string[]> {
  await consumers.processAll();
  const request = { query, collectionIds: null, mode, filter: {}, asOf: null };
  const find = async (finder: Finder) => (await finder.find(reachOf(home.viewer), request)).hits.map(({ id }) => id);
  const ids = await find(bySql);
  // The first question only triggers loading of the index.
  await find(byIndex);
  await recall.indexes.idle();
  const { hits } = recall.indexes.statistics;
  expect(await find(byIndex)).toEqual(ids);
  expect(recall.indexes.statistics.hits).toBe(hits + 1);
  return ids;
}

test.each([
  ['de', 'Die Häuser am See wurden verkauft', 'Welches Haus?'],
  ['fr', 'Les chevaux mangeaient du foin', 'un cheval'],
  ['ar', 'اشتريت الكتاب من المكتبة أمس', 'كتاب'],
  ['ru', 'Мы купили новые книги', 'книга'],
])('in %s a word form finds its other forms', async (language, content, query) => {
  const home = await homeIn(language);
  const { id } = await home.add(content);
  await home.add('xyz');
  expect(await found(home, query)).toEqual([id]);
});

test('words joined by a slash or a missing space are found separately', async () => {
  const home = await homeIn('en');
  const slash = await home.add('Which artists/bands do you like?');
  const stop = await home.add('I came home.Then I slept');
  expect(await found(home, 'a band')).toEqual([slash.id]);
  expect(await found(home, 'artist')).toEqual([slash.id]);
  expect(await found(home, 'slept at home')).toEqual([stop.id]);
  expect(await found(home, 'artists/bands')).toEqual([slash.id]);
  const path = await home.add('GET /api/v2/orders/12 at localhost:8080/admin costs $5/month');
  for (const query of ['orders', 'v2', '8080', 'admin', 'a month', '/api'])
    expect(await found(home, query), query).toEqual([path.id]);
});

test('the words of a hyphenated name are found, too', async () => {
  const home = await homeIn('en');
  const file = await home.add('The ports are in docker-compose.yml');
  const host = await home.add('Tickets go to anna+tickets@mail-relay.example.org');
  expect(await found(home, 'docker')).toEqual([file.id]);
  expect(await found(home, 'docker-compose.yml')).toEqual([file.id]);
  expect(await found(home, 'relay')).toEqual([host.id]);
  expect(await found(home, 'anna')).toEqual([host.id]);
});

test('numbers joined by a hyphen, a v or a full stop are found, and exact matches come first', async () => {
  const home = await homeIn('en');
  const ticket = await home.add('JIRA-4711 was closed by Petra');
  const order = await home.add('The parcel of ORD-2026-000123 is lost');
  const version = await home.add('We deployed v2.3.1 there');
  const other = await home.add('Version 2.13.1 is old; OPS-4712 was closed');
  const article = await home.add('Siehe Nr.815');
  expect(await found(home, 'ticket 4711')).toEqual([ticket.id]);
  expect(await found(home, 'JIRA-4711')).toEqual([ticket.id]);
  expect(await found(home, '000123')).toEqual([order.id]);
  expect(await found(home, '2.3.1')).toEqual([version.id]);
  expect(await found(home, 'release 2.3')).toEqual([version.id]);
  expect(await found(home, 'v2.3')).toEqual([version.id]);
  expect(await found(home, 'v2.13.1')).toEqual([other.id]);
  expect(await found(home, '815')).toEqual([article.id]);
  const cache = await home.add('It connects to redis://cache.internal:6379/0');
  expect(await found(home, 'port 6379')).toEqual([cache.id]);
  const japanese = await home.add('注文番号はAB-8899です');
  expect(await found(home, '8899')).toEqual([japanese.id]);
});

test('spelling variants of one text are all found, and C is distinguished from C++ and C#', async () => {
  const home = await homeIn('en');
  const ways: [string, ...string[]][] = [
    ['The laptop costs $1,299.00', '1299', '1,299', '$1299.00'],
    ['We paid 2500 for the roof', '2,500', '$2,500.00', '2.500,00 €'],
    ['He sold his iPhone15', 'iPhone 15', 'iphone'],
    ['The archive has 640GB', '640 GB', '640gb'],
    ['The bug is in sortCustomerLists', 'customer', 'list', 'sort', 'sortcustomerlists'],
    ['LabelPreview draws twice', 'label preview', 'the label_preview', 'label-preview', 'LabelPreview'],
    ['She wears a smartwatch', 'smart watch', 'smart watches', 'smartwatch'],
    ['Posts are tagged #MentalHealth', 'mental health', '#mentalhealth'],
    ['My e-mail has changed', 'email', 'emails', 'e-mail'],
    ["The plumber is called O'Brien", 'OBrien', 'obrien', "o'brien"],
    ['Her mobile is 0171 5550199', '01715550199', '+49 171 555 0199', '0171/555-01-99'],
    ['The tax office knows me as 12 345 678 901', '12345678901', '12 345 678 901'],
    ['Her account is DE89 3704 0044 0532 0130 00', 'DE89370400440532013000'],
    ['El fontanero tiene el 612 34 56 78', '612345678'],
    ['Numbers of Q3/2024 are late', 'Q3', '2024'],
    ['They moved from the U.K. there', 'UK', 'uk', 'U.K.'],
  ];
  for (const [content, ...queries] of ways) {
    const { id } = await home.add(content);
    for (const query of queries) expect(await found(home, query), query).toEqual([id]);
  }
  for (const name of ['C', 'C++', 'C#', '.NET']) {
    const { id } = await home.add(`Ada writes it in ${name}, and nothing else`);
    expect((await found(home, `${name}?`))[0], name).toBe(id);
  }
});

test('initials are found although each of them is a stop word', async () => {
  const home = await homeIn('en');
  const { id } = await home.add('Her telephone is of AT&T');
  await home.add('It is at the tea house');
  for (const query of ['AT&T', 'at&t?', 'ATT']) expect(await found(home, query), query).toEqual([id]);
});

test.each([
  ['if weight<limit then the parcel goes by ship and price>ten', 'parcel'],
  ['The loader answers with a List<Invoice>', 'invoice'],
  ['<div class="hero-banner"> has no closing tag', 'hero-banner'],
])('words of %s are found although they look like markup', async (content, query) => {
  const home = await homeIn('en');
  const { id } = await home.add(content);
  await home.add('<p>Tags of <b>HTML</b></p>');
  expect(await found(home, query)).toEqual([id]);
  expect(await found(home, 'p')).toEqual([]);
});

test('composed and decomposed accents are equal', async () => {
  const home = await homeIn('de');
  const apart = await home.add('Das Cafe\u0301 in Mu\u0308nchen');
  expect(await found(home, 'café')).toEqual([apart.id]);
  const together = await home.add('Das Büro');
  expect(await found(home, 'Bu\u0308ro')).toEqual([together.id]);
});

test('a compound name is found by its words, and exact matches come first', async () => {
  const home = await homeIn('en');
  const program = await home.add('warnings.filterwarnings: inserts an entry into the list of filters');
  const file = await home.add('The version stands in package.json');
  const mail = await home.add('Ask billing@acme.example about it');
  const other = await home.add('A package came, with billing inside');
  expect(await found(home, 'How do I use filterwarnings?')).toEqual([program.id]);
  expect(await found(home, 'warnings.filterwarnings')).toEqual([program.id]);
  expect(await found(home, 'collections.OrderedDict or OrderedDict.filterwarnings')).toEqual([program.id]);
  expect(await found(home, 'acme')).toEqual([mail.id]);
  expect(await found(home, 'package.json')).toEqual([file.id, other.id]);
  expect(await found(home, 'billing@acme.example')).toEqual([mail.id, other.id]);
});

test.each([
  ['zh', '我昨天在北京买了一本关于历史的书', '北京', '上海'],
  ['zh', '我用Python写程序', 'python', '编译'],
  ['zh', '我养了一只猫', '你的猫呢', '狗'],
  ['ja', '去年の夏に東京タワーへ行きました', 'タワー', '大阪'],
  ['th', 'เมื่อวานฉันไปเชียงใหม่กับเพื่อน', 'เชียงใหม่', 'ภูเก็ต'],
  ['ko', '어제 서울에서 책을 샀다', '서울', '부산'],
  ['ko', '어제 서울에서 책을 샀다', '책은', '집'],
  // Regardless of the collection's language.
  ['en', '我昨天在北京买了一本书', '北京', '上海'],
  ['de', '昨日東京タワーに行った', 'タワー', '大阪'],
  ['en', '민수는 서울에서 책을 샀다', '서울', '부산'],
])('in %s a word within a sentence finds it', async (language, content, inside, outside) => {
  const home = await homeIn(language);
  const { id } = await home.add(content);
  expect(await found(home, inside)).toEqual([id]);
  expect(await found(home, outside)).toEqual([]);
});

test.each([
  ['ja', 'ｐｙｔｈｏｎの本をﾀﾜｰで', ['Python', 'タワー']],
  ['en', 'soft\u00adhyphens and \u200fmarks\u200f', ['softhyphen', 'mark']],
  ['fa', 'کتاب\u200cهای سال ۱۴۰۲', ['کتاب', '1402']],
  ['tr', 'Iğdır ve İstanbul', ['ığdır', 'IĞDIR', 'istanbul', 'İSTANBUL']],
])('in %s a word is found in other forms of its letters', async (language, content, queries) => {
  const home = await homeIn(language);
  const { id } = await home.add(content);
  await home.add('xyz');
  for (const query of queries) expect(await found(home, query), query).toEqual([id]);
});

test.each([
  ['en', 'What happened in May?', 'What happened in June?'],
  ['de', 'Was war im Mai?', 'Was war im Juni?'],
  ['fr', 'En mai ?', 'En juin ?'],
  ['ar', 'ماذا حدث في مايو', 'ماذا حدث في يونيو'],
  ['zh', '5月去哪里了？', '6月去哪里了？'],
  ['ja', '2023年5月8日', '2024年6月9日'],
  ['ko', '2023년 5월에 뭐 했어?', '2024년 6월에 뭐 했어?'],
  ['yue', '5月去邊？', '6月去邊？'],
  ['th', 'ในพฤษภาคม', 'ในมิถุนายน'],
])('in %s the month of a memory is searchable', async (language, right, wrong) => {
  const home = await homeIn(language);
  const { id } = await home.add({ content: 'xyz', validFrom: new Date('2023-05-08T12:00:00Z') });
  expect(await found(home, right)).toEqual([id]);
  expect(await found(home, wrong)).toEqual([]);
});

test('dates are in the time zone of the collection', async () => {
  const home = await homeIn('de', 'Europe/Berlin');
  const { id } = await home.add({ content: 'xyz', validFrom: new Date('2023-05-31T22:30:00Z') });
  expect(await found(home, 'im Juni')).toEqual([id]);
  expect(await found(home, 'im Mai')).toEqual([]);
  const before = await home.read(id);
  await change(home, { timeZone: 'America/Lima' });
  expect(await found(home, 'im Mai')).toEqual([id]);
  expect(await found(home, 'im Juni')).toEqual([]);
  expect((await home.read(id)).revision).toBe(before.revision);
});

test('a date in a question is in the time zone of the collection, in both engines', async () => {
  const home = await homeIn('en', 'Europe/Berlin');
  // In Berlin it is June by then.
  const { id } = await home.add({
    content: 'Anna met the painter of doors and walls',
    validFrom: new Date('2023-05-31T22:30:00Z'),
  });
  await home.add({ content: 'Anna painted the door before June', validFrom: new Date('2023-09-01T12:00:00Z') });
  const scores = async () => {
    const query = 'What did Anna paint before 2 June 2023?';
    await found(home, query, 'HYBRID');
    const request = { query, collectionIds: null, mode: 'HYBRID', filter: {}, asOf: null } as const;
    const rankings = await Promise.all([byIndex, bySql].map((finder) => finder.find(reachOf(home.viewer), request)));
    const [held = Number.NaN, stored = Number.NaN] = rankings.map(
      ({ hits }) => hits.find((hit) => hit.id === id)?.score,
    );
    expect(held).toBeCloseTo(stored, 4);
    return held;
  };
  const inBerlin = await scores();
  await change(home, { timeZone: 'America/Lima' });
  expect(await scores()).toBeLessThan(inBerlin - 0.01);
});

const statisticsOf = ({ viewer }: Household) =>
  db
    .selectFrom('term_statistic')
    .select(['kind', 'term', 'memories'])
    .where('account_id', '=', viewer.accountId)
    .orderBy('kind')
    .orderBy('term')
    .execute();

test('a new language is applied to all memories in batches, with one event at the end', async () => {
  const home = await Household.create(db);
  const { memories, lifecycle } = memoryServices(db);
  const contents = Array.from({ length: 120 }, (_, n) => ({ content: `Haus Nummer ${n} hat einen Garten` }));
  await memories.addMany(home.viewer, home.collection.id, contents, new Map());
  const { id: forgotten } = await home.add('Die Häuser sind vergessen');
  await lifecycle.forget(home.viewer, { id: forgotten });
  expect(await found(home, 'Häuser')).toEqual([]);

  const { seq } = await home.stream();
  await change(home, { language: 'de' });
  expect((await found(home, 'Häuser')).length).toBe(100);
  expect(await home.events(seq)).toMatchObject([
    { type: 'CollectionChanged', changed: ['settings'] },
    { type: 'CollectionChanged', changed: ['settings'] },
  ]);
  const read = await db
    .selectFrom('memory')
    .select('language')
    .distinct()
    .where('account_id', '=', home.viewer.accountId)
    .execute();
  expect(read).toEqual([{ language: 'de' }]);
  const counted = await statisticsOf(home);
  await recountCollection(db, { accountId: home.viewer.accountId, collectionId: home.collection.id });
  expect(counted).toEqual(await statisticsOf(home));
  expect(counted).toContainEqual({ kind: 'stem', term: 'haus', memories: 120 });
  expect((await memories.byIds(home.viewer, [forgotten]))[0]?.status).toBe('FORGOTTEN');
});

test('an interrupted re-read continues in another process, and reads nothing twice', async () => {
  const home = await Household.create(db);
  const contents = Array.from({ length: 120 }, (_, n) => ({ content: `Haus Nummer ${n}` }));
  await memoryServices(db).memories.addMany(home.viewer, home.collection.id, contents, new Map());
  await consumers.processAll();
  await change(home, { language: 'de' });
  const stream = { accountId: home.viewer.accountId, kind: 'collection', streamId: home.collection.id } as const;
  const read = async () => {
    const rows = await db
      .selectFrom('memory')
      .select(({ fn }) => fn.countAll<string>().as('count'))
      .where('account_id', '=', home.viewer.accountId)
      .where('language', '=', 'de')
      .executeTakeFirst();
    return Number(rows?.count);
  };
  const counts: number[] = [];
  // Each time with a new consumer that has no state.
  const next = () => consumeNext(db, memoryConsumer(models.reader), [stream]);
  while ((await next()).some(({ more }) => more)) counts.push(await read());
  expect([...counts, await read()]).toEqual([50, 100, 120]);
});

test('memories re-read without a commit, or with outdated settings, are read again by the same process', async () => {
  const home = await Household.create(db);
  const contents = Array.from({ length: 120 }, (_, n) => ({ content: `Haus Nummer ${n}` }));
  await memoryServices(db).memories.addMany(home.viewer, home.collection.id, contents, new Map());
  await consumers.processAll();
  const stream = { accountId: home.viewer.accountId, kind: 'collection', streamId: home.collection.id } as const;
  const consumer = memoryConsumer(models.reader);
  const languages = async () => {
    while ((await consumeNext(db, consumer, [stream])).some(({ more }) => more));
    const rows = db.selectFrom('memory').select('language').distinct();
    return (await rows.where('account_id', '=', home.viewer.accountId).execute()).map(({ language }) => language);
  };
  const lost = writingBy(consumer, (run) => async (...given) => {
    await run(...given);
    throw new Error('the connection is lost');
  });
  await change(home, { language: 'de' });
  await expect(consumeNext(db, lost, [stream])).rejects.toThrow('is lost');
  expect(await languages()).toEqual(['de']);

  await change(home, { language: 'fr' });
  await consumeNext(db, consumer, [stream]);
  await change(home, { language: 'ru' });
  expect(await languages()).toEqual(['ru']);
});

test('English patterns are used for English collections only', async () => {
  const home = await Household.create(db);
  const { id } = await home.add('I went to the lake yesterday');
  const patterns = async () => {
    await consumers.processAll();
    const row = await db
      .selectFrom('memory')
      .select('patterns')
      .where('account_id', '=', home.viewer.accountId)
      .where('id', '=', id)
      .executeTakeFirst();
    return row?.patterns;
  };
  const english = await patterns();
  await change(home, { language: 'fr' });
  expect(await patterns()).not.toBe(english);
  await change(home, { language: 'en' });
  expect(await patterns()).toBe(english);
});

test('a memory written while the language changed is re-read, too', async () => {
  const home = await homeIn('de');
  await consumers.processAll();
  const { id } = await home.add('Die Häuser am See');
  // As left by a writer that had read the settings before the change.
  await db
    .updateTable('memory')
    .set({ language: 'en' })
    .where('account_id', '=', home.viewer.accountId)
    .where('id', '=', id)
    .execute();
  expect(await found(home, 'Haus')).toEqual([id]);
  const row = await db
    .selectFrom('memory')
    .select('language')
    .where('account_id', '=', home.viewer.accountId)
    .where('id', '=', id)
    .executeTakeFirst();
  expect(row).toEqual({ language: 'de' });
});

test('one question searches collections in several languages', async () => {
  const chinese = await homeIn('zh');
  const { id } = await chinese.add('我喜欢北京的秋天');
  const { collections, memories } = memoryServices(db);
  const german = await collections.create(chinese.viewer, { name: 'Deutsch', settings: { language: 'de' } });
  const other = await memories.add(chinese.viewer, german.id, { content: 'Die Häuser in 北京' });
  expect(new Set(await found(chinese, '北京 Haus'))).toEqual(new Set([id, other.memory.id]));
});

test('a question with 2,000 different characters is answered', async () => {
  const home = await homeIn('zh');
  const long = String.fromCodePoint(...Array.from({ length: 2000 }, (_, n) => 0x4e00 + n));
  const { id } = await home.add(long.slice(100, 500));
  expect(await found(home, long)).toEqual([id]);
  expect(await found(home, long, 'HYBRID')).toEqual([id]);
});

test('a long question is parsed only once', async () => {
  const home = await homeIn('zh');
  const query = String.fromCodePoint(...Array.from({ length: 2000 }, (_, n) => 0x4e00 + n));
  const request = { collectionIds: null, mode: 'LEXICAL', query, asOf: null } as const;
  const { rows } = await sql<{ 'QUERY PLAN': string }>`
    explain (analyze, buffers) ${askedScopes([{ reach: reachOf(home.viewer), request, doubtful: ['zbignev'] }])}`.execute(
    db,
  );
  const plan = rows.map((row) => row['QUERY PLAN']);
  expect(plan.filter((line) => line.includes('Sort Method: external'))).toEqual([]);
  expect(plan.filter((line) => line.includes('ts_parse'))).toHaveLength(1);
  // Above this cost Postgres JIT-compiles a plan, taking tens of milliseconds, unless told otherwise, which PgBouncer prevents.
  expect(Number(/cost=[\d.]+\.\.(\d+)/.exec(plan[0] ?? '')?.[1])).toBeLessThan(100_000);
});

test('characters missing from the embedding table do not let the few known ones decide', async () => {
  const home = await homeIn('zh', 'Asia/Shanghai');
  const lives = await home.add('张敏住在重庆。');
  for (const content of ['张敏的猫叫黑豆。', '张敏对花生过敏。', '赵磊的猫叫布丁。', '赵磊住在苏州。', '赵磊是司机。'])
    await home.add(content);
  expect((await found(home, '张敏住在哪里?', 'HYBRID'))[0]).toBe(lives.id);
});

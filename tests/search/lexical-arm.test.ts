import { sql } from 'kysely';
import { beforeAll, expect, inject, test } from 'vitest';
import { recountCollection } from '../../src/memory/recount.ts';
import { type ArmsRequest, armsStatement, runArms } from '../../src/search/sql-engine/arms.store.ts';
import { useDatabase } from '../support/database.ts';
import { Household } from '../support/memories.ts';
import { forgetSizes, nodesOf, planOf } from '../support/plans.ts';
import { dice } from '../support/recall-rows.ts';
import { countStatements } from '../support/statements.ts';

const { db } = useDatabase();
const random = dice(31);
const size = 8_000;
const vocabulary = 60;

/** Some words are in most texts, and the rarest in one of ten, so the rare words of a question often do not suffice. */
const word = () => `w${Math.floor(vocabulary * (random.below(1_000) / 1_000) ** 2)}`;
const words = (most: number) => [...new Set(Array.from({ length: 1 + random.below(most) }, word))];
const texts = Array.from({ length: size }, () => words(20));

const home = Promise.withResolvers<Household>();
beforeAll(async () => {
  const household = await Household.create(db);
  const { accountId } = household.viewer;
  await sql`
    insert into memory (account_id, id, collection_id, content, content_hash, kind, tags, valid_from, language, terms, term_count)
    select ${accountId}, gen_random_uuid(), ${household.collection.id}, text, sha256((text || place)::bytea), 'FACT',
      case when place % 50 = 0 then '{rare}'::text[] else '{}' end, now(), 'simple', terms, length(terms)
    from unnest(${texts.map((text) => text.join(' '))}::text[]) with ordinality as given (text, place)
    cross join lateral to_tsvector('simple', text) as terms`.execute(db);
  await recountCollection(db, { accountId, collectionId: household.collection.id });
  await sql`analyze memory`.execute(db);
  home.resolve(household);
});

const request = async (stems: readonly string[]): Promise<ArmsRequest> => {
  const { viewer, collection } = await home.promise;
  return {
    reach: { accountId: viewer.accountId, within: null },
    collectionIds: [collection.id],
    memories: size,
    stems,
    vector: null,
    model: 'none',
    filter: {},
    asOf: null,
    counts: 'stored',
    pieces: null,
  };
};

test.each([
  ['the rarest within the budget', [6_000, 1_500, 300, 1_000], 20_000, ['s2', 's3', 's1']],
  ['more in a large scope', [6_000, 1_500, 300, 2_600], 200_000, ['s2', 's1', 's3']],
  ['one beyond the budget, where they are too few without it', [6_000, 9_000, 299], 20_000, ['s2', 's0']],
  ['one at least', [15_000], 20_000, ['s0']],
  ['what nobody has, at no cost', [0, 4_000, 9_000], 20_000, ['s0', 's1']],
])('candidates are found by %s', async (_, frequencies, memories, expected) => {
  const { viewer, collection } = await Household.create(db);
  const { accountId } = viewer;
  const stems = frequencies.map((_frequency, index) => `s${index}`);
  await sql`insert into collection_statistic (account_id, collection_id, memories, term_count)
    values (${accountId}, ${collection.id}, ${memories}, ${12 * memories})`.execute(db);
  await sql`insert into term_statistic (account_id, collection_id, kind, term, memories)
    select ${accountId}, ${collection.id}, 'stem', term, memories
    from unnest(${stems}::text[], ${frequencies}::int[]) as given (term, memories) where memories > 0`.execute(db);
  const asked = {
    ...(await request(stems)),
    reach: { accountId, within: null },
    collectionIds: [collection.id],
    memories,
  };
  const [found] = (await armsStatement(asked).execute(db)).rows;
  expect(found?.sought).toEqual(expected);
});

/** The best scores in order, and the ids above the last score: which of equals make the cut is arbitrary. */
async function best(asked: ArmsRequest): Promise<{ scores: string[]; ids: string[] }> {
  const { hits } = await runArms(db, asked);
  const ranked = hits.toSorted((one, other) => (one.lexicalRank ?? 0) - (other.lexicalRank ?? 0));
  const last = ranked.at(-1)?.lexical ?? 0;
  return {
    scores: ranked.map(({ lexical }) => lexical.toFixed(4)),
    ids: ranked.filter(({ lexical }) => lexical > last + 1e-4).map(({ id }) => id),
  };
}

/** The variant for small scopes, which counts by a scan and looks up every stem. */
const exactly = (asked: ArmsRequest) => best({ ...asked, counts: 'scan' });

test('looking up the rarest stems first finds the same as looking up all', async () => {
  const sent: number[] = [];
  // The embedded database takes three times as long for the same statements.
  const questions = inject('engine') === 'embedded' ? 20 : 60;
  for (let n = 0; n < questions; n += 1) {
    const asked = await request(words(7));
    const expected = await exactly(asked);
    sent.push(
      (await countStatements(async () => expect(await best(asked), `${asked.stems}`).toEqual(expected))).length,
    );
  }
  // Both paths were taken: the rare stems sufficed, or others were looked up after them.
  expect(new Set(sent)).toEqual(new Set([1, 2]));
}, 120_000);

test('a selective filter does not change the results', async () => {
  for (let n = 0; n < 10; n += 1) {
    const asked = { ...(await request(words(6))), filter: { tagsAny: ['rare'] } };
    const counted = await runArms(db, asked);
    const ids = (await runArms(db, { ...asked, counts: 'scan' })).hits.map(({ id }) => id);
    expect(counted.hits.map(({ id }) => id).toSorted(), `${asked.stems}`).toEqual(ids.toSorted());
  }
});

test('candidates are found by the word index, even for an account unknown to the planner', async () => {
  await forgetSizes(db, 'conversation');
  const asked = { ...(await request(['w1', 'w2'])), reach: { accountId: 'new', within: null } };
  const arm = nodesOf(await planOf(db, armsStatement(asked))).find((node) => node['Subplan Name'] === 'CTE hit');
  const nodes = arm ? nodesOf(arm) : [];
  expect(nodes.filter((node) => node['Node Type'] === 'Seq Scan')).toEqual([]);
  expect(nodes.map((node) => node['Index Name'])).toContain('memory_terms');
});

import { type GraphQLInputType, getNamedType, isListType, isNonNullType } from 'graphql';
import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { buildSchema } from '../../../src/graphql/schema.ts';
import { tenantTables } from '../../../src/platform/db/tables.ts';
import { useDatabase } from '../../support/database.ts';
import { makeApi } from '../../support/execute.ts';
import { follow } from '../../support/follow.ts';
import { useJobs } from '../../support/jobs.ts';
import { idTypes, sampleValues } from './cases.ts';
import { idPlaces, type Operation, operationFor, type Sample } from './operations.ts';
import { linkTo, makeWorld, type World } from './world.ts';

// A single connection: a statement outside the transaction of its query or mutation would wait for it forever.
const database = useDatabase({ poolSize: 1 });
const { db } = database;
const api = makeApi(db, useJobs(database));
const schema = buildSchema();
const places = idPlaces(schema);
const queries = Object.keys(schema.getQueryType()?.getFields() ?? {});
const mutations = Object.keys(schema.getMutationType()?.getFields() ?? {});

/** Samples ids of `owner`, except at the place in `elsewhere`, where the id is the other account’s. */
const sampleFrom =
  (owner: World, elsewhere: { readonly place: string; readonly type: string; readonly other: World } | null): Sample =>
  (path, type) => {
    if (getNamedType(type).name === 'ID') {
      const world = elsewhere?.place === path ? elsewhere.other : owner;
      const typeName = elsewhere?.place === path ? elsewhere.type : (idTypes[path]?.[0] ?? '');
      const id = world.ids[path] ?? world.ids[typeName];
      return isList(type) ? [id] : id;
    }
    if (path in sampleValues) return sampleValues[path];
    if (path === 'DeleteAccountInput.confirm') return owner.viewer.accountId;
    if (path.endsWith('.query')) return owner.canary;
    return getNamedType(type).name === 'String' && isNonNullType(type) ? `${owner.canary} given` : undefined;
  };

const isList = (type: GraphQLInputType): boolean => isListType(isNonNullType(type) ? type.ofType : type);

/** All rows of the account, as one text. */
async function dump({ viewer }: World): Promise<string> {
  const each = tenantTables.map(
    (table) =>
      sql`select ${table} as name, t::text as row from ${sql.table(table)} t where account_id = ${viewer.accountId}`,
  );
  const { rows } = await sql<{ name: string; row: string }>`${sql.join(each, sql` union all `)} order by 1, 2`.execute(
    db,
  );
  return rows.map(({ name, row }) => `${name}: ${row}`).join('\n');
}

/** What identifies an account: its canary, and the id of its job, which has no text of its own. */
const marksOf = ({ canary, ids }: World) => new RegExp(`${canary}|${ids['Job']}`);

const ask = async ({ viewer }: World, { source, variables }: Operation) =>
  JSON.stringify(await api.execute(viewer, source, variables));

/** Expects no errors either: an error in a field of a foreign object would hide that it was found. */
function expectNothing(answer: string, marks: RegExp): void {
  expect(answer).not.toMatch(marks);
  expect(JSON.parse(answer).errors).toEqual([]);
}

/** Id paths that a root field takes, in its own arguments or in their inputs. */
const placesIn = (operationSource: (sample: Sample) => Operation): string[] => {
  const met = new Set<string>();
  operationSource((path, type) => {
    if (getNamedType(type).name === 'ID') {
      met.add(path);
      return isList(type) ? ['x'] : 'x';
    }
    return path in sampleValues ? sampleValues[path] : getNamedType(type).name === 'String' ? 'x' : undefined;
  });
  return [...met].filter((path) => places.includes(path));
};

/** Created once, since queries change nothing. Each mutation gets a world of its own. */
let asked: { readonly mine: World; readonly theirs: World };
/** A viewer of the account of `theirs`, limited to a new collection, which is linked to the others; `ids` are those of the others. */
let narrowed: World;
/** The same viewer, with the ids of what they may read. */
let inside: World;
beforeAll(async () => {
  asked = { mine: await makeWorld(api, db, 'mocking'), theirs: await makeWorld(api, db, 'starling') };
  narrowed = await narrowedIn(asked.theirs);
  const [collectionId = ''] = narrowed.viewer.collectionIds ?? [];
  inside = { ...narrowed, ids: { ...narrowed.ids, ...(await linkTo(api, db, asked.theirs, collectionId)) } };
});

async function narrowedIn(world: World): Promise<World> {
  const { id } = await api.services.collections.create(world.viewer, { name: 'beside' });
  return { ...world, viewer: { ...world.viewer, principal: 'narrow', collectionIds: new Set([id]) } };
}

test('every argument and input field that takes an id has a case', () => {
  expect([...places].sort()).toEqual(Object.keys(idTypes).sort());
});

describe.each(queries)('the query %s', (name) => {
  const operation = (sample: Sample) => operationFor(schema, 'query', name, sample);
  const targets = placesIn(operation).flatMap((place) => (idTypes[place] ?? []).map((type) => ({ place, type })));

  test('shows an account its own data, and nothing of it to another account', async () => {
    const { mine, theirs } = asked;
    for (const target of targets.length > 0 ? targets : [null]) {
      const elsewhere = target && { ...target, other: theirs };
      expect(await ask(theirs, operation(sampleFrom(theirs, elsewhere)))).toMatch(marksOf(theirs));
      expectNothing(await ask(mine, operation(sampleFrom(mine, elsewhere))), marksOf(theirs));
    }
  });
});

/** The answer to the limited viewer, without the name of the account, which they know. */
const askNarrowed = async (operation: Operation) =>
  (await ask(narrowed, operation)).replaceAll(narrowed.viewer.accountId, '');

/** What operates the server is refused to them as a whole: tests/api/operations/jobs.test.ts. */
const forOperators = ['system', 'retryJobs'];
const queriesOfLimited = queries.filter((name) => !forOperators.includes(name));

test.each(queriesOfLimited)(
  'the query %s shows a viewer limited to a collection nothing of other collections',
  async (name) => {
    const operation = (sample: Sample) => operationFor(schema, 'query', name, sample);
    const targets = placesIn(operation).flatMap((place) => (idTypes[place] ?? []).map((type) => ({ place, type })));
    for (const target of targets.length > 0 ? targets : [null]) {
      const elsewhere = target && { ...target, other: narrowed };
      expectNothing(await askNarrowed(operation(sampleFrom(narrowed, elsewhere))), new RegExp(narrowed.canary));
      const ofOwn = operation(sampleFrom({ ...inside, canary: 'Julia' }, target && { ...target, other: inside }));
      expectNothing(await askNarrowed(ofOwn), new RegExp(narrowed.canary));
    }
  },
);

test.each(['agentRun', 'conversation', 'entity', 'memory'])(
  'the query %s leads who reaches all collections from one to the other',
  async (name) => {
    const whole = { ...inside, viewer: asked.theirs.viewer };
    expect(await ask(whole, operationFor(schema, 'query', name, sampleFrom(whole, null)))).toMatch(narrowed.canary);
  },
);

const ofCollections = mutations.filter(
  (name) =>
    !forOperators.includes(name) && placesIn((sample) => operationFor(schema, 'mutation', name, sample)).length > 0,
);

test.each(ofCollections)(
  'the mutation %s reaches nothing outside the collection to which the viewer is limited',
  async (name) => {
    const before = await dump(narrowed);
    const answer = await askNarrowed(operationFor(schema, 'mutation', name, sampleFrom(narrowed, null)));
    expect(answer).toContain('NotFoundError');
    expect(answer).not.toContain(narrowed.canary);
    expect(await dump(narrowed)).toBe(before);
  },
);

test.each(ofCollections)(
  'the mutation %s takes no id of another collection beside those that the viewer reaches',
  async (name) => {
    const operation = (sample: Sample) => operationFor(schema, 'mutation', name, sample);
    const before = await dump(narrowed);
    for (const place of placesIn(operation).filter((one) => !one.startsWith('MemoryFilter.'))) {
      const elsewhere = { place, type: idTypes[place]?.[0] ?? '', other: narrowed };
      const own = { ...inside, canary: 'Julia' };
      const answer = await askNarrowed(operation(sampleFrom(own, elsewhere)));
      expect(answer, place).toContain('NotFoundError');
      expect(answer, place).not.toContain(narrowed.canary);
    }
    expect(await dump(narrowed)).toBe(before);
  },
);

test.each(places.filter((place) => place.startsWith('Subscription.')))(
  '%s opens a stream for its account, but neither for another nor for a limited viewer',
  async (place) => {
    const [, field, argument] = place.split('.');
    const source = `subscription ($id: ID!) { ${field}(${argument}: $id) { __typename } }`;
    const { mine, theirs } = asked;
    const variables = { id: theirs.ids[idTypes[place]?.[0] ?? ''] };
    const own = await follow(api, theirs.viewer, source, variables);
    expect(await own.next()).toEqual({ __typename: 'StreamOpened' });
    await own.return();
    for (const { viewer } of [mine, narrowed]) {
      await expect(follow(api, viewer, source, variables)).rejects.toMatchObject({
        originalError: { code: 'NOT_FOUND' },
      });
    }
  },
);

describe.each(mutations)('the mutation %s', (name) => {
  const operation = (sample: Sample) => operationFor(schema, 'mutation', name, sample);
  // Filters of lists in the payload match nothing, and are covered by queries.
  const targets = placesIn(operation).filter((place) => !place.startsWith('MemoryFilter.'));

  test('with ids of another account finds, changes and reveals nothing', async () => {
    const { theirs } = asked;
    const mine = await makeWorld(api, db, 'mocking');
    const before = await dump(theirs);
    for (const place of targets) {
      const type = idTypes[place]?.[0] ?? '';
      const answer = await ask(mine, operation(sampleFrom(mine, { place, type, other: theirs })));
      expect(answer).toContain('NotFoundError');
      expect(answer).not.toContain(theirs.canary);
    }
    const own = await ask(mine, operation(sampleFrom(mine, null)));
    expect(own).toMatch(/"__typename":"\w+Payload"/);
    expect(own).not.toContain(theirs.canary);
    expect(await dump(theirs)).toBe(before);
  });
});

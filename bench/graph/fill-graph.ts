import { sql } from 'kysely';
import type { GraphScope } from '../../src/graph/graph-store.ts';
import type { Database } from '../../src/platform/db/database.ts';
import { newId } from '../../src/platform/db/new-id.ts';

export interface FilledGraph {
  readonly scope: GraphScope;
  readonly collectionId: string;
  readonly entityIds: readonly string[];
  readonly memoryIds: readonly string[];
}

/**
 * Creates an account with one memory per relation and a fifth as many entities, a few of them named often, as in practice. Inserted by
 * SQL, since only traversal is measured.
 */
export async function fillGraph(db: Database, relations: number): Promise<FilledGraph> {
  const [accountId, collectionId] = [`bench ${newId()}`, newId()];
  const entities = Math.ceil(relations / 5);
  await db
    .insertInto('collection')
    .values({ account_id: accountId, id: collectionId, path: [collectionId], name: 'bench' })
    .execute();
  await db
    .insertInto('stream')
    .values({ account_id: accountId, kind: 'collection', id: collectionId, seq: 1 })
    .execute();
  await sql`
    insert into event (account_id, kind, stream_id, seq, type, subject_id, changed, at)
    values (${accountId}, 'collection', ${collectionId}, 1, 'MemoryAdded', ${newId()}, '{}', now())`.execute(db);
  // As if the graph consumer had written the tables.
  await sql`insert into consumer (account_id, kind, stream_id, name, seq)
    values (${accountId}, 'collection', ${collectionId}, 'graph', 1)`.execute(db);
  await sql`
    insert into memory (account_id, id, collection_id, content, content_hash, kind, valid_from, language, terms, term_count, pieces, patterns)
    select ${accountId}, gen_random_uuid(), ${collectionId}, 'bench', decode(md5(n::text), 'hex'), 'FACT', now(), 'simple', '', 0, '{}', 0
    from generate_series(1, ${relations}) n`.execute(db);
  return await db.connection().execute(async (one) => {
    await sql`create temporary table bench_entity as
      select n, gen_random_uuid() as id from generate_series(0, ${entities - 1}) n`.execute(one);
    await sql`create temporary table bench_pair as
      select memory_id, a.id as from_id, b.id as to_id from (
        select id as memory_id, floor(${entities}::int * power(random(), 2))::int as a,
          floor(${entities}::int * power(random(), 2))::int as b
        from memory where account_id = ${accountId}
      ) picked
      join bench_entity a on a.n = picked.a join bench_entity b on b.n = picked.b and b.n <> a.n`.execute(one);
    for (const end of ['from_id', 'to_id']) {
      await sql`
        insert into mention (account_id, memory_id, entity_id, name, normal, type)
        select ${accountId}, memory_id, ${sql.ref(end)}, 'Name ' || left(${sql.ref(end)}::text, 8),
          'name ' || left(${sql.ref(end)}::text, 8), 'PERSON' from bench_pair`.execute(one);
    }
    await sql`
      insert into relation (account_id, memory_id, id, from_id, to_id, type, weight)
      select ${accountId}, memory_id, gen_random_uuid(), from_id, to_id, 'meet', 1 from bench_pair`.execute(one);
    await sql`analyze`.execute(one);
    const found = await sql<{ id: string }>`select id from bench_entity order by n limit 5000`.execute(one);
    const memories = await sql<{ id: string }>`
      select id from memory where account_id = ${accountId} order by id limit 20000`.execute(one);
    return {
      scope: { reach: { accountId, within: null }, collectionIds: [collectionId] },
      collectionId,
      entityIds: found.rows.map(({ id }) => id),
      memoryIds: memories.rows.map(({ id }) => id),
    };
  });
}

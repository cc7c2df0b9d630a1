import { sql } from 'kysely';
import type { Database } from '../../src/platform/db/database.ts';
import type { Vector } from '../../src/platform/embedding/embedder.ts';
import { type Dice, dice } from './recall-rows.ts';

export const model = 'clusters';
const dimensions = 64;
/** Vectors form clusters, as those of texts do: otherwise all would be about equally far from a question. */
const groups = 200;
const spread = 0.5;

const direction = (random: Dice): number[] => Array.from({ length: dimensions }, () => random.below(101) - 50);

/** Clustered vectors, the same in every run. */
export class Clusters {
  readonly #random = dice(4_711);
  readonly #centres = Array.from({ length: groups }, () => direction(this.#random));

  next(): Vector {
    const centre = this.#centres[this.#random.below(groups)] ?? [];
    const away = direction(this.#random);
    return { values: Int8Array.from(centre, (value, i) => Math.round(value + spread * (away[i] ?? 0))), scale: 0.01 };
  }
}

interface Home {
  readonly accountId: string;
  readonly collectionId: string;
}

/** Inserts CURRENT memories with these vectors directly, many times faster than through the product. */
export async function fill(db: Database, { accountId, collectionId }: Home, vectors: readonly Vector[]): Promise<void> {
  const literals = vectors.map(({ values }) => `[${values.join(',')}]`);
  await sql`
    with given as (select gen_random_uuid() as id, place, vector from unnest(${literals}::text[]) with ordinality as item (vector, place)),
    written as (
      insert into memory (account_id, id, collection_id, content, content_hash, kind, tags, valid_from, language, terms, term_count)
      select ${accountId}, id, ${collectionId}, place::text, sha256(id::text::bytea), 'FACT',
        case when place % 500 = 0 then '{rare,some}'::text[] when place % 5 = 0 then '{some}' else '{}' end, now(), 'en', '', 0 from given
    ), counted as (
      update stream set memory_count = memory_count + (select count(*) from given)
      where account_id = ${accountId} and kind = 'collection' and id = ${collectionId}
    )
    insert into memory_embedding (account_id, memory_id, collection_id, model, vector, scale)
    select ${accountId}, id, ${collectionId}, ${model}, given.vector::vector, 0.01 from given`.execute(db);
  await sql`analyze memory`.execute(db);
  await sql`analyze memory_embedding`.execute(db);
}

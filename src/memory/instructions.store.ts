import { type RawBuilder, sql } from 'kysely';
import { isBelow, isVisible } from '../collection/reach.ts';
import type { Database } from '../platform/db/database.ts';
import { prepared } from '../platform/db/preparing-client.ts';
import type { BootstrapRequest } from './bootstrap.store.ts';
import { isOfLivingConversation, isRecalled } from './memory-conditions.ts';

type InstructionsRequest = Omit<BootstrapRequest, 'below'>;

/** Returns the ids of the memories of kind INSTRUCTION that are CURRENT and valid now, or were so at an instant, the newest first. */
export async function instructionIds(db: Database, request: InstructionsRequest): Promise<string[]> {
  const { rows } = await instructionsStatement(request).execute(db);
  return rows.map(({ id }) => id);
}

/** Exported so that its plan can be tested. */
export const instructionsStatement = ({
  reach,
  collectionIds,
  limit,
  asOf = null,
}: InstructionsRequest): RawBuilder<{ readonly id: string }> => sql`${prepared}
    select found.id from collection cross join lateral (
      select memory.id, memory.valid_from from memory
      where memory.account_id = ${reach.accountId} and memory.collection_id = collection.id
        and memory.kind = 'INSTRUCTION' and ${isRecalled(asOf)} and ${isOfLivingConversation(reach)}
      order by memory.valid_from desc, memory.id desc limit ${limit}
    ) found
    where ${isVisible(reach)} and ${isBelow(collectionIds)}
    order by found.valid_from desc, found.id desc limit ${limit}`;

import { sql } from 'kysely';
import { encodeNodeId } from '../../src/graphql/node-id.ts';
import type { Database } from '../../src/platform/db/database.ts';
import { emptyCollection } from '../search/bulk-fill.ts';
import { turnsOfConversation } from '../search/conversations.ts';
import { fillWithoutServer } from '../search/fill-without-server.ts';
import { progress } from '../support/progress.ts';
import { type Store, vacuum } from '../support/target.ts';

export interface FilledAccount {
  readonly accountId: string;
  /** The global id of the collection that holds all its memories. */
  readonly collectionId: string;
  /** The global id of one of its conversations. */
  readonly conversationId: string;
  readonly conversations: number;
}

/** Tags, each with the percentage of memories that have it. */
export const tagged = { few: 1, tenth: 10, half: 50, most: 90 } as const;

/** Which memories have a tag. Each tag hashes the id in its own way, so that tags overlap independently. */
const has = ([tag, share]: readonly [string, number]) =>
  sql`abs(hashtext(id::text || ${tag})) % 100 < ${sql.lit(share)}`;
const tags = sql.join(Object.entries(tagged).map((one) => sql`case when ${has(one)} then ${one[0]} end`));
/** The same as boolean metadata entries. */
const entries = sql.join(Object.entries(tagged).map((one) => sql`${one[0]}::text, ${has(one)}`));

/** Creates an account for each number of memories, without a server. */
export async function fillAccounts(
  store: Store,
  accounts: readonly { readonly accountId: string; readonly memories: number }[],
  vocabulary: readonly string[],
): Promise<FilledAccount[]> {
  const filled: FilledAccount[] = [];
  await fillWithoutServer(store, { vocabulary, late: 'terms and vectors' }, async ({ db, fill }) => {
    for (const { accountId, memories } of accounts) {
      progress(`storing ${memories} memories of ${accountId}`);
      const conversations = Math.ceil(memories / turnsOfConversation);
      const to = await emptyCollection(db, accountId);
      await fill(to, { conversations });
      const conversationId = encodeNodeId('Conversation', await someConversation(db, accountId));
      filled.push({
        accountId,
        collectionId: encodeNodeId('Collection', to.collectionId),
        conversationId,
        conversations,
      });
    }
    await sql`
      update memory set tags = array_remove(array[${tags}], null), metadata = jsonb_build_object(${entries})`.execute(
      db,
    );
  });
  await vacuum(store);
  return filled;
}

async function someConversation(db: Database, accountId: string): Promise<string> {
  const { id } = await db
    .selectFrom('conversation')
    .where('account_id', '=', accountId)
    .select('id')
    .limit(1)
    .executeTakeFirstOrThrow();
  return id;
}

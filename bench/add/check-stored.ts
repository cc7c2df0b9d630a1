import type { ClientBase } from 'pg';
import { z } from 'zod';
import { decodeNodeId } from '../../src/graphql/node-id.ts';
import { benchAccount } from '../support/server.ts';
import type { ConcurrentAdds } from './measure-adds.ts';

const counts = `
  select stream.seq as "streamSeq", stream.memory_count as "streamMemories", stored.*, told.*
  from stream,
    lateral (
      select count(*)::int as memories, count(distinct content)::int as contents,
        count(*) filter (where id = any($3::uuid[]))::int as acknowledged
      from memory where account_id = stream.account_id and collection_id = stream.id
    ) stored,
    lateral (
      select count(*)::int as events, min(seq) as "firstSeq", max(seq) as "lastSeq",
        count(*) filter (where type = 'MemoryAdded')::int as additions,
        count(distinct subject_id) filter (where type = 'MemoryAdded')::int as "memoriesTold"
      from event where account_id = stream.account_id and kind = stream.kind and stream_id = stream.id
    ) told
  where stream.account_id = $1 and stream.kind = 'collection' and stream.id = $2::uuid`;

const row = z.object({
  memories: z.int(),
  contents: z.int(),
  acknowledged: z.int(),
  streamMemories: z.int(),
  additions: z.int(),
  memoriesTold: z.int(),
  events: z.int(),
  firstSeq: z.int(),
  lastSeq: z.int(),
  streamSeq: z.int(),
});

/** Throws unless each acknowledged memory is stored exactly once and has exactly one event, with event numbers free of gaps. */
export async function checkStored(
  client: ClientBase,
  { collectionId, memoryIds, sent }: ConcurrentAdds,
): Promise<void> {
  const ids = memoryIds.map((id) => decodeNodeId('Memory', id));
  const { rows } = await client.query(counts, [benchAccount, decodeNodeId('Collection', collectionId), ids]);
  const { events, firstSeq, lastSeq, streamSeq, ...eachOnce } = row.parse(rows[0]);
  const faults = [
    ...Object.entries(eachOnce).filter(([, count]) => count !== sent),
    ...Object.entries({ lastSeq, streamSeq }).filter(([, seq]) => seq !== events),
    ...Object.entries({ firstSeq }).filter(([, seq]) => seq !== 1),
  ];
  if (faults.length > 0) {
    const found = faults.map(([name, count]) => `${name} ${count}`).join(', ');
    throw new Error(`${sent} memories were sent and ${events} events written, but stored is: ${found}`);
  }
}

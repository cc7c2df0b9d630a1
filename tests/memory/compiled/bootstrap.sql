with scope as materialized (select id from collection where collection.account_id = $1 and collection.deleted_at is null and collection.path && $2::uuid[]),
candidate as (
(
  select found.*, row_number() over (order by found.at desc, found.id desc) as place from scope cross join lateral (
    select memory.tier, memory.id, memory.content_hash, coalesce(memory.speaker, '') as speaker,
      coalesce(memory.fresh_at, memory.created_at) as fresh_at, coalesce(memory.fresh_at, memory.created_at) as at from memory
    where memory.account_id = $3 and memory.collection_id = scope.id
      and memory.tier = 'ACTIVE' and memory.status = 'CURRENT' and memory.valid_from <= greatest(memory.created_at, now()) and (memory.valid_to is null or memory.valid_to > now())
      and 
  (memory.conversation_id is null or memory.conversation_id not in (
select id from conversation where account_id = $4 and deleted_at is not null))
    order by coalesce(memory.fresh_at, memory.created_at) desc, memory.id desc limit $5
  ) found
  order by found.at desc, found.id desc limit $6
) union all (
  select found.*, row_number() over (order by found.at desc, found.id desc) as place from scope cross join lateral (
    select memory.tier, memory.id, memory.content_hash, coalesce(memory.speaker, '') as speaker,
      coalesce(memory.fresh_at, memory.created_at) as fresh_at, coalesce(memory.fresh_at, memory.created_at) as at from memory
    where memory.account_id = $7 and memory.collection_id = scope.id
      and memory.tier = 'THREAD' and memory.status = 'CURRENT' and memory.valid_from <= greatest(memory.created_at, now()) and (memory.valid_to is null or memory.valid_to > now())
      and 
  (memory.conversation_id is null or memory.conversation_id not in (
select id from conversation where account_id = $8 and deleted_at is not null))
    order by coalesce(memory.fresh_at, memory.created_at) desc, memory.id desc limit $9
  ) found
  order by found.at desc, found.id desc limit $10
) union all (
  select found.*, row_number() over (order by found.at desc, found.id desc) as place from scope cross join lateral (
    select memory.tier, memory.id, memory.content_hash, coalesce(memory.speaker, '') as speaker,
      coalesce(memory.fresh_at, memory.created_at) as fresh_at, coalesce(memory.fresh_at, memory.created_at) as at from memory
    where memory.account_id = $11 and memory.collection_id = scope.id
      and memory.tier = 'STABLE' and memory.status = 'CURRENT' and memory.valid_from <= greatest(memory.created_at, now()) and (memory.valid_to is null or memory.valid_to > now())
      and 
  (memory.conversation_id is null or memory.conversation_id not in (
select id from conversation where account_id = $12 and deleted_at is not null))
    order by coalesce(memory.fresh_at, memory.created_at) desc, memory.id desc limit $13
  ) found
  order by found.at desc, found.id desc limit $14
) union all (
  select found.*, row_number() over (order by found.at desc, found.id desc) as place from scope cross join lateral (
    select memory.tier, memory.id, memory.content_hash, coalesce(memory.speaker, '') as speaker,
      coalesce(memory.fresh_at, memory.created_at) as fresh_at, memory.created_at as at from memory
    where memory.account_id = $15 and memory.collection_id = scope.id
      and 
      memory.created_at > now() - make_interval(days => 7) and (memory.tier = 'ACTIVE') is true and memory.status = 'CURRENT' and memory.valid_from <= greatest(memory.created_at, now()) and (memory.valid_to is null or memory.valid_to > now())
      and 
  (memory.conversation_id is null or memory.conversation_id not in (
select id from conversation where account_id = $16 and deleted_at is not null))
    order by memory.created_at desc, memory.id desc limit $17
  ) found
  order by found.at desc, found.id desc limit $18
)
), told_once as (
  select distinct on (content_hash, speaker) * from candidate
  order by content_hash, speaker, place, fresh_at desc, id desc
), ranked as (
  select id, fresh_at, row_number() over (partition by tier order by place, fresh_at desc, id desc) as turn,
    array_position('{ACTIVE,THREAD,STABLE}'::text[], tier) as tier from told_once
), taken as (select * from ranked order by turn, tier limit $19)
select "memory"."id", "memory"."account_id" as "accountId", "memory"."collection_id" as "collectionId", "memory"."conversation_id" as "conversationId", "memory"."message_id" as "messageId", "memory"."content", encode(memory.content_hash, 'hex') as "contentHash", "memory"."kind", "memory"."tier", "memory"."status", "memory"."resonance", "memory"."tags", "memory"."metadata", "memory"."speaker", "memory"."role", "memory"."valid_from" as "validFrom", "memory"."valid_to" as "validTo", "memory"."time_zone" as "timeZone", "memory"."superseded_by" as "supersededById", "memory"."embedding_status" as "embeddingStatus", "memory"."revision", "memory"."access_count" as "accessCount", "memory"."last_accessed_at" as "lastAccessedAt", "memory"."created_at" as "createdAt", "memory"."updated_at" as "updatedAt", exists (
  select from candidate where place = $20 and ((select count(*) from taken) < $21
    or (select count(*) from told_once where told_once.tier = candidate.tier) < $22 / 2.0)) as "isMore"
from taken join memory on memory.account_id = $23 and memory.id = taken.id
order by taken.tier, taken.fresh_at desc, taken.id desc

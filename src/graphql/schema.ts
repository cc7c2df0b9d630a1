import type { GraphQLSchema } from 'graphql';
import { builder } from './builder.ts';
import './root.schema.ts';
import './scalars.ts';
import './errors.schema.ts';
import './node.schema.ts';
import '../account/account.schema.ts';
import '../collection/collection.schema.ts';
import '../collection/collection-events.schema.ts';
import '../memory/memory.schema.ts';
import '../memory/memory-events.schema.ts';
import '../memory/add-memory.schema.ts';
import '../memory/change-memory.schema.ts';
import '../memory/forget-memory.schema.ts';
import '../memory/memory-revision.schema.ts';
import '../memory/quotas.schema.ts';
import '../memory/related-memories.schema.ts';
import '../memory/bootstrap.schema.ts';
import '../conversation/conversation.schema.ts';
import '../conversation/message.schema.ts';
import '../conversation/conversation-events.schema.ts';
import '../conversation/window.schema.ts';
import '../conversation/conversation-memories.schema.ts';
import '../conversation/change-conversation.schema.ts';
import '../conversation/append-messages.schema.ts';
import '../search/search.schema.ts';
import '../search/search-events.schema.ts';
import '../graph/entity.schema.ts';
import '../graph/relation.schema.ts';
import '../context/context.schema.ts';
import '../context/narrative.schema.ts';
import '../erasure/deletion.schema.ts';
import '../consolidation/consolidation.schema.ts';
import '../consolidation/probably-outdated.schema.ts';
import '../consolidation/proposal.schema.ts';
import '../consolidation/change-consolidation.schema.ts';
import '../operations/system.schema.ts';
import '../operations/jobs.schema.ts';
import '../consolidation/consolidation-events.schema.ts';
import '../operations/clear-caches.schema.ts';
import '../agent/agent-run.schema.ts';
import '../agent/conversation-runs.schema.ts';
import '../agent/ask.schema.ts';
import '../agent/agent-run-events.schema.ts';

/** Builds the schema of all imported types: each feature adds its import above. */
export function buildSchema(): GraphQLSchema {
  return builder.toSchema();
}

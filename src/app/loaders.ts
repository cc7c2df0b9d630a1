import type { Viewer } from '../account/viewer.ts';
import type { Loaders, Services } from '../graphql/context.ts';
import { SeenBy } from './seen-by.ts';

/** Creates the loaders of one request: they see what its viewer sees, and nothing if nobody is signed in. */
export function createLoaders(services: Services, viewer: Viewer | null): Loaders {
  const seen = new SeenBy(viewer);
  return {
    ...ofMemories(services, seen),
    ...ofConversations(services, seen),
    ...ofGraph(services, seen),
    ...ofConsolidation(services, seen),
    ...ofAgents(services, seen),
  };
}

const ofMemories = ({ collections, memories, memoryLifecycle, narratives, recall }: Services, seen: SeenBy) =>
  ({
    collection: seen.one((who, ids) => collections.byIds(who, ids), 'id'),
    collectionByKey: seen.children((who, keys, { parent }) => collections.byKeys(who, parent, keys)),
    childrenOfCollection: seen.children((who, ids, page) => collections.childPages(who, ids, page)),
    childCount: seen.children((who, ids) => collections.childCounts(who, ids)),
    memory: seen.one((who, ids) => memories.byIds(who, ids), 'id'),
    memoriesOf: seen.children((who, ids, { of, filter, order, page }) =>
      memories.pages(who, { of, ids }, filter, order, page),
    ),
    memoryCountOf: seen.children((who, ids, { of, filter }) => memories.counts(who, { of, ids }, filter)),
    supersedes: seen.many((who, ids) => memories.supersededBy(who, ids), 'supersededById'),
    narrative: seen.one((who, ids) => narratives.ofCollections(who, ids), 'id'),
    relatedMemories: seen.children((who, ids, { first }) => recall.related(who, ids, first)),
    memoryRevision: seen.one((who, keys) => memoryLifecycle.revisions(who, keys), 'id'),
    memoryHistory: seen.children((who, ids, page) => memoryLifecycle.histories(who, ids, page)),
  }) satisfies Partial<Loaders>;

const ofConversations = ({ conversations, messages }: Services, seen: SeenBy) =>
  ({
    conversation: seen.one((who, ids) => conversations.byIds(who, ids), 'id'),
    conversationByKey: seen.children((who, keys, { collection }) => conversations.byKeys(who, collection, keys)),
    message: seen.one((who, ids) => messages.byIds(who, ids), 'id'),
    conversationsOfCollection: seen.children((who, ids, page) => conversations.pages(who, ids, page)),
    conversationCount: seen.children((who, ids) => conversations.counts(who, ids)),
    messagesOfConversation: seen.children((who, ids, page) => messages.pages(who, ids, page)),
    windowOfConversation: seen.children((who, ids, bounds) => messages.windows(who, ids, bounds)),
  }) satisfies Partial<Loaders>;

const ofGraph = ({ graph }: Services, seen: SeenBy) =>
  ({
    entity: seen.one((who, ids) => graph.entities(who, ids), 'id'),
    mentionsOfEntity: seen.children((who, ids) => graph.mentionsOf(who, ids)),
    entitiesOfMemory: seen.children((who, ids, { first }) => graph.entitiesOf(who, ids, first)),
    memoriesOfEntity: seen.children((who, ids, page) => graph.memoriesOf(who, ids, page)),
    relation: seen.one((who, ids) => graph.relations(who, ids), 'id'),
    relationsOfEntity: seen.children((who, ids, { page, ...list }) => graph.relationsOf(who, ids, list, page)),
    relationCountOfEntity: seen.children((who, ids, list) => graph.relationCounts(who, ids, list)),
    evidenceOfRelation: seen.children((who, ids, { first }) => graph.evidence(who, ids, first)),
  }) satisfies Partial<Loaders>;

const ofConsolidation = ({ consolidation }: Services, seen: SeenBy) =>
  ({
    consolidationRun: seen.one((who, ids) => consolidation.byIds(who, ids), 'id'),
    runsOfCollection: seen.children((who, ids, page) => consolidation.pages(who, ids, page)),
    runCount: seen.children((who, ids) => consolidation.counts(who, ids)),
    proposal: seen.one((who, ids) => consolidation.proposalsByIds(who, ids), 'id'),
    proposalsOfRun: seen.children((who, ids, { filter, page }) => consolidation.proposalPages(who, ids, filter, page)),
    proposalCount: seen.children((who, ids, { filter }) => consolidation.proposalCounts(who, ids, filter)),
  }) satisfies Partial<Loaders>;

const ofAgents = ({ agentRuns }: Services, seen: SeenBy) =>
  ({
    agentRun: seen.one((who, ids) => agentRuns.byIds(who, ids), 'id'),
    agentRunCall: seen.one((who, ids) => agentRuns.calls(who, ids), 'id'),
    activeRun: seen.one((who, ids) => agentRuns.active(who, ids), 'conversationId'),
    runsOfConversation: seen.children((who, ids, page) => agentRuns.pages(who, ids, page)),
    agentRunCount: seen.children((who, ids) => agentRuns.counts(who, ids)),
    runOfMessage: seen.one((who, ids) => agentRuns.ofMessages(who, ids), 'messageId'),
    citationsOfRun: seen.many((who, ids) => agentRuns.citations(who, ids), 'runId'),
  }) satisfies Partial<Loaders>;

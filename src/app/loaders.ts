import type DataLoader from 'dataloader';
import type { Viewer } from '../account/viewer.ts';
import { reachOf } from '../collection/reach.ts';
import type { Loaders, Services } from '../graphql/context.ts';
import { type ChildrenKey, loadChildren, loadMany, RowLoader } from '../graphql/loader.ts';

/** Creates the loaders of one request: they see what its viewer sees, and nothing if nobody is signed in. */
export function createLoaders(services: Services, viewer: Viewer | null): Loaders {
  const seen = seenBy(viewer);
  return {
    ...ofMemories(services, seen),
    ...ofConversations(services, seen),
    ...ofGraph(services, seen),
    ...ofConsolidation(services, seen),
    ...ofAgents(services, seen),
  };
}

const ofMemories = (
  { collections, memories, memoryLifecycle: { revisions }, narratives, recall }: Services,
  seen: Seen,
) =>
  ({
    collection: seen.one((who, ids) => collections.byIds(who, ids), 'id'),
    collectionByKey: seen.children((who, keys, { parent }) => collections.byKeys(who, parent, keys)),
    childrenOfCollection: seen.children((who, ids, page) => collections.childPages(who, ids, page)),
    childCount: seen.children((who, ids) => collections.childCounts(who, ids)),
    memory: seen.one((who, ids) => memories.byIds(who, ids), 'id'),
    memoriesOf: seen.children((who, ids, { of, ...list }) => memories.store.pages(reachOf(who), { of, ids }, list)),
    memoryCountOf: seen.children((who, ids, { of, filter }) =>
      memories.store.counts(reachOf(who), { of, ids }, filter),
    ),
    supersedes: seen.many((who, ids) => memories.store.supersededBy(reachOf(who), ids), 'supersededById'),
    narrative: seen.one((who, ids) => narratives.ofCollections(who, ids), 'id'),
    relatedMemories: seen.children((who, ids, { first }) => recall.related(who, ids, first)),
    memoryRevision: seen.one((who, keys) => revisions.byKeys(reachOf(who), keys), 'id'),
    memoryHistory: seen.children((who, ids, page) => revisions.pages(reachOf(who), ids, page)),
  }) satisfies Partial<Loaders>;

const ofConversations = ({ conversations, messages }: Services, seen: Seen) =>
  ({
    conversation: seen.one((who, ids) => conversations.byIds(who, ids), 'id'),
    conversationByKey: seen.children((who, keys, { collection }) => conversations.byKeys(who, collection, keys)),
    message: seen.one((who, ids) => messages.byIds(who, ids), 'id'),
    conversationsOfCollection: seen.children((who, ids, { order, page }) => conversations.pages(who, ids, order, page)),
    conversationCount: seen.children((who, ids) => conversations.counts(who, ids)),
    messagesOfConversation: seen.children((who, ids, page) => messages.store.pages(reachOf(who), ids, page)),
    windowOfConversation: seen.children((who, ids, bounds) => messages.windows(who, ids, bounds)),
  }) satisfies Partial<Loaders>;

const ofGraph = ({ graph: { entities, relations } }: Services, seen: Seen) =>
  ({
    entity: seen.one((who, ids) => entities.byIds(reachOf(who), ids), 'id'),
    mentionsOfEntity: seen.children((who, ids) => entities.mentions(reachOf(who), ids)),
    entitiesOfMemory: seen.children((who, ids, { first }) => entities.idsOf(reachOf(who), ids, first)),
    memoriesOfEntity: seen.children((who, ids, page) => entities.memoriesOf(reachOf(who), ids, page)),
    relation: seen.one((who, ids) => relations.byIds(reachOf(who), ids), 'id'),
    weightOfRelation: seen.children((who, ids) => relations.weights(reachOf(who), ids)),
    relationsOfEntity: seen.children((who, ids, { page, ...list }) => relations.pages(reachOf(who), ids, list, page)),
    relationCountOfEntity: seen.children((who, ids, list) => relations.counts(reachOf(who), ids, list)),
    evidenceOfRelation: seen.children((who, ids, { first }) => relations.evidence(reachOf(who), ids, first)),
  }) satisfies Partial<Loaders>;

const ofConsolidation = ({ consolidation: { runs, proposals } }: Services, seen: Seen) =>
  ({
    consolidationRun: seen.one((who, ids) => runs.byIds(reachOf(who), ids), 'id'),
    runsOfCollection: seen.children((who, ids, page) => runs.pages(reachOf(who), ids, page)),
    runCount: seen.children((who, ids) => runs.counts(reachOf(who), ids)),
    proposal: seen.one((who, ids) => proposals.byIds(reachOf(who), ids), 'id'),
    proposalsOf: seen.children((who, ids, { of, filter, page }) =>
      proposals.pages(reachOf(who), { of, ids }, filter, page),
    ),
    proposalCountOf: seen.children((who, ids, { of, filter }) => proposals.counts(reachOf(who), { of, ids }, filter)),
    probablyOutdated: seen.many((who, ids) => proposals.probablyOutdated(who.accountId, ids), 'id'),
  }) satisfies Partial<Loaders>;

const ofAgents = ({ agentRuns }: Services, seen: Seen) =>
  ({
    agentRun: seen.one((who, ids) => agentRuns.runs.byIds(reachOf(who), ids), 'id'),
    agentRunCall: seen.one((who, ids) => agentRuns.calls(who, ids), 'id'),
    activeRun: seen.one((who, ids) => agentRuns.runs.active(reachOf(who), ids), 'conversationId'),
    runsOfConversation: seen.children((who, ids, page) => agentRuns.runs.pages(reachOf(who), ids, page)),
    agentRunCount: seen.children((who, ids) => agentRuns.runs.counts(reachOf(who), ids)),
    runOfMessage: seen.one((who, ids) => agentRuns.runs.ofMessages(reachOf(who), ids), 'messageId'),
    citationsOfRun: seen.many((who, ids) => agentRuns.runs.citations(reachOf(who), ids), 'runId'),
  }) satisfies Partial<Loaders>;

type Keyed<By extends string> = Readonly<Record<By, string | null>>;
type Fetch<Row> = (viewer: Viewer, keys: readonly string[]) => Promise<readonly Row[]>;
type Seen = ReturnType<typeof seenBy>;

/** Makes loaders that see what one viewer sees, and nothing if nobody is signed in. */
function seenBy(viewer: Viewer | null) {
  const rows =
    <Row>(fetch: Fetch<Row>) =>
    async (keys: readonly string[]): Promise<readonly Row[]> =>
      viewer ? fetch(viewer, keys) : [];
  return {
    /** `by`: the column that is the row's key. */
    one: <By extends string, Row extends Keyed<By>>(fetch: Fetch<Row>, by: By): RowLoader<Row> =>
      new RowLoader(rows(fetch), (row) => row[by]),
    many: <By extends string, Row extends Keyed<By>>(fetch: Fetch<Row>, by: By): DataLoader<string, readonly Row[]> =>
      loadMany(rows(fetch), (row) => row[by]),
    children: <Args, Children>(
      fetch: (viewer: Viewer, parentIds: readonly string[], args: Args) => Promise<ReadonlyMap<string, Children>>,
    ): DataLoader<ChildrenKey<Args>, Children, string> =>
      loadChildren(async (parentIds, args) => (viewer ? fetch(viewer, parentIds, args) : new Map<string, Children>())),
  };
}

import type { Loaders, Services } from '../graphql/context.ts';
import type { SeenBy } from './seen-by.ts';

type AgentLoaders = Pick<
  Loaders,
  'agentRun' | 'agentRunCall' | 'activeRun' | 'runsOfConversation' | 'agentRunCount' | 'runOfMessage' | 'citationsOfRun'
>;

export const agentLoaders = ({ agentRuns }: Services, seen: SeenBy): AgentLoaders => ({
  agentRun: seen.one(
    (who, ids) => agentRuns.byIds(who, ids),
    ({ id }) => id,
  ),
  agentRunCall: seen.one(
    (who, ids) => agentRuns.calls(who, ids),
    ({ id }) => id,
  ),
  activeRun: seen.one(
    (who, ids) => agentRuns.active(who, ids),
    ({ conversationId }) => conversationId,
  ),
  runsOfConversation: seen.children((who, ids, page) => agentRuns.pages(who, ids, page)),
  agentRunCount: seen.one(
    (who, ids) => agentRuns.counts(who, ids),
    ({ conversationId }) => conversationId,
  ),
  runOfMessage: seen.one(
    (who, ids) => agentRuns.ofMessages(who, ids),
    ({ messageId }) => messageId,
  ),
  citationsOfRun: seen.many(
    (who, ids) => agentRuns.citations(who, ids),
    ({ runId }) => runId,
  ),
});

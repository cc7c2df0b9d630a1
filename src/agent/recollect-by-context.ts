import type { ContextService } from '../context/context.service.ts';
import type { ContextRequest } from '../context/context.ts';
import type { Recollect } from './run-desk.ts';

/** Token budget of what an agent is given with a question, and how long to wait for it. */
const tokenBudget = 2_000;
const deadlineMs = 1_500;

/**
 * Gives an agent the context of its question. The agent gets earlier messages from the conversation itself; here they only show what
 * the question refers to.
 */
export const recollectByContext =
  (contexts: Pick<ContextService, 'gather'>): Recollect =>
  async ({ question, viewer, conversationId, asOf }, { collectionIds, opens }, signal) => {
    const request: ContextRequest = {
      message: question,
      collectionIds,
      conversationId,
      asOf,
      withoutRecent: true,
      tokenBudget,
      deadlineMs,
    };
    const { sections, isWhole } = await contexts.gather(viewer, request, opens ? 'none' : 'some', signal);
    const memories = new Map(sections.flatMap((section) => section.memories.map((memory) => [memory.id, memory])));
    return {
      memories: [...memories.values()],
      text: sections.flatMap(({ told }) => told || []).join('\n'),
      toldIds: sections.flatMap(({ toldIds }) => toldIds),
      isWhole,
    };
  };

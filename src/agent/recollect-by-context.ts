import type { ContextService } from '../context/context.service.ts';
import type { Recollect } from './run-desk.ts';

/** What an agent is given with a question, in tokens, and how long it is waited for. */
const tokenBudget = 2_000;
const deadlineMs = 1_500;

/** Gives an agent what matters for its question. What was said before it has from the conversation itself. */
export const recollectByContext =
  (contexts: Pick<ContextService, 'context'>): Recollect =>
  async ({ question, viewer, conversationId }, { id }, signal) => {
    const request = { message: question, collectionIds: [id], conversationId, tokenBudget, deadlineMs };
    const { sections } = await contexts.context(viewer, request, signal);
    const told = sections.filter(({ strategy }) => strategy !== 'RECENT_MESSAGES');
    const memories = new Map(told.flatMap((section) => section.memories.map((memory) => [memory.id, memory])));
    const text = told.filter((section) => section.memories.length === 0 && section.text !== '');
    return { memories: [...memories.values()], text: text.map((section) => section.text).join('\n') };
  };

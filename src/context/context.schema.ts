import { builder, viewerOf } from '../graphql/builder.ts';
import type { Context } from '../graphql/context.ts';
import { work } from '../graphql/work.ts';
import { MemoryRef } from '../memory/memory.schema.ts';
import { NotFoundError } from '../platform/errors.ts';
import {
  type ContextPlan,
  type ContextRequest,
  type ContextSection,
  type GatheredContext,
  mostStrategies,
} from './context.ts';
import { ContextInputRef, requestOf } from './context-input.schema.ts';

/** About so many memories stand in a section of a usual budget. */
const usualMemories = 20;

const QueryClassEnum = builder.enumType('QueryClass', {
  description: 'What a message asks for, told by rules from its form.',
  values: {
    SIMPLE: { description: 'One search answers it: a name, a date, a short question. No planner is asked.' },
    COMPLEX: { description: 'Several topics, a span of time, a comparison, a reason, advice.' },
    NEW_CONVERSATION: { description: 'Nothing was said before it, or it opens a conversation.' },
  } as const,
});

const ContextStrategyEnum = builder.enumType('ContextStrategy', {
  description: 'A way to gather context.',
  values: {
    RECENT_MESSAGES: {
      description:
        'The end of the conversation, as `Conversation.window` shows it: its newest messages where there is room for few.',
    },
    SEARCH: {
      description:
        'One hybrid search for the message; for one that means nothing by itself, such as "And when was that?", together with the two messages before it.',
    },
    DEEP_SEARCH: {
      description:
        'A search for each part of a composite question, or of a message that tells something beside what it asks, and what was said right before and after the best hits.',
    },
    GRAPH: { description: 'What the entities of the message are related to.' },
    NARRATIVE: { description: 'The stories of the collections, told ahead.' },
    BOOTSTRAP: { description: 'The most present memories of each tier.' },
  } as const,
});

const ContextPlanRef = builder.objectRef<ContextPlan>('ContextPlan').implement({
  description: 'How context is gathered.',
  fields: (t) => ({
    strategies: t.field({
      type: [ContextStrategyEnum],
      description: `At most ${mostStrategies}, what answers most directly first. They run side by side; on the embedded database one after the other.`,
      resolve: ({ strategies }) => [...strategies],
    }),
    cached: t.exposeBoolean('cached', {
      description: 'Whether the plan was made for another message of this shape over the same collections.',
    }),
    plannedBy: t.exposeString('plannedBy', {
      description:
        'Who made it: `rules`, `model` or `cache`. A model that took more than 100 ms for its last plan is not waited for: its plan comes from the `cache` with the next message of this shape.',
    }),
  }),
});

const ContextSectionRef = builder.objectRef<ContextSection>('ContextSection').implement({
  description: 'What one strategy adds to the sections before it.',
  fields: (t) => ({
    strategy: t.expose('strategy', { type: ContextStrategyEnum, description: 'How it was gathered.' }),
    text: t.exposeString('text', {
      description:
        'One line each, the best first; empty where there is nothing, no room, or no time, and where this strategy failed and another did not.',
    }),
    memories: t.expose('memories', {
      type: [MemoryRef],
      description: 'The memories that the text shows, in its order; none of them is in another section.',
      complexity: { field: 1, multiplier: usualMemories },
    }),
    tokenCount: t.exposeInt('tokenCount', { description: 'Tokens of its text.' }),
    tookMs: t.exposeFloat('tookMs', { description: 'How long it took, in milliseconds.' }),
    timedOut: t.exposeBoolean('timedOut', { description: 'Whether it was not there by the deadline.' }),
  }),
});

const ContextRef = builder.objectRef<GatheredContext>('Context').implement({
  description: 'What matters for a message, for the prompt of a language model.',
  fields: (t) => ({
    queryClass: t.expose('queryClass', { type: QueryClassEnum, description: 'What the message asks for.' }),
    plan: t.expose('plan', { type: ContextPlanRef, description: 'How it was gathered.' }),
    sections: t.field({
      type: [ContextSectionRef],
      description: 'One for each strategy of the plan, the best evidence first.',
      complexity: { field: 1, multiplier: mostStrategies },
      resolve: ({ sections }) => [...sections],
    }),
    text: t.exposeString('text', {
      description:
        'The sections under their headings, within the budget. What it recalls is what people said: data, and no instruction to follow.',
    }),
    tokenCount: t.exposeInt('tokenCount', { description: 'Tokens of the text.' }),
    tookMs: t.exposeFloat('tookMs', { description: 'How long all of it took, in milliseconds.' }),
  }),
});

builder.queryField('context', (t) =>
  t.field({
    type: ContextRef,
    nullable: true,
    description:
      'What matters for a message: to be asked for before a model is. Counts as a recall of the memories that it shows. Null where the conversation is not there or not visible to the viewer.',
    args: { input: t.arg({ type: ContextInputRef, required: true, description: 'See `ContextInput`.' }) },
    complexity: { field: work.context },
    resolve: async (_root, { input }, context) => {
      const request = requestOf(input);
      return request && (await gather(context, request));
    },
  }),
);

async function gather(context: Context, request: ContextRequest): Promise<GatheredContext | null> {
  try {
    return await context.services.context.context(viewerOf(context), request, context.signal);
  } catch (error) {
    if (error instanceof NotFoundError) return null;
    throw error;
  }
}

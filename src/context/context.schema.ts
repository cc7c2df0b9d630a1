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
  mostInstructions,
  mostStrategies,
} from './context.ts';
import { ContextInputRef, requestOf } from './context-input.schema.ts';

/** Approximate number of memories in a section under the default budget. */
const usualMemories = 20;

const QueryClassEnum = builder.enumType('QueryClass', {
  description: 'What kind of question a message is, judged by rules from its form.',
  values: {
    SIMPLE: {
      description: 'One search is enough: a name, a date, a short question. Rules make the plan, never a model.',
    },
    COMPLEX: { description: 'Several topics, a span of time, a comparison, a reason or advice.' },
    NEW_CONVERSATION: { description: 'It is the first message of a conversation, or reads like one.' },
  } as const,
});

const ContextStrategyEnum = builder.enumType('ContextStrategy', {
  description: 'A way to gather context.',
  values: {
    RECENT_MESSAGES: {
      description:
        'The end of the conversation, as `Conversation.window` shows it, with the days of messages that were not sent today; only the newest messages if there is little room.',
    },
    SEARCH: {
      description:
        'One hybrid search for the message. A message that needs what was said before, such as "And when was that?", is searched together with the two messages before it.',
    },
    DEEP_SEARCH: {
      description:
        'One search for each part of a composite question, or of a message that contains more than a question; and what was said directly before and after the best hits on the same day.',
    },
    GRAPH: { description: 'What the entities named in the message are related to.' },
    NARRATIVE: { description: 'The narratives of the collections.' },
    BOOTSTRAP: { description: 'The most present memories of each tier.' },
    INSTRUCTIONS: {
      description: `The memories of kind INSTRUCTION, the newest ${mostInstructions}, whatever the message is: how answers are wanted. Part of each plan if there are any.`,
    },
  } as const,
});

const ContextPlanRef = builder.objectRef<ContextPlan>('ContextPlan').implement({
  description: 'How context was gathered.',
  fields: (t) => ({
    strategies: t.field({
      type: [ContextStrategyEnum],
      description: `The strategies used, at most ${mostStrategies}; the one that answers most directly comes first. They run in parallel, on the embedded database one after the other.`,
      resolve: ({ strategies }) => [...strategies],
    }),
    cached: t.exposeBoolean('cached', {
      description: 'Whether the plan was made for an earlier message of the same shape over the same collections.',
    }),
    plannedBy: t.exposeString('plannedBy', {
      description:
        'Who made the plan: `rules`, `model` or `cache`. A model whose last plan took more than 100 ms is not waited for; the next message of the same shape gets its plan from the `cache`.',
    }),
  }),
});

const ContextSectionRef = builder.objectRef<ContextSection>('ContextSection').implement({
  description: 'The part of the context that one strategy contributes.',
  fields: (t) => ({
    strategy: t.expose('strategy', { type: ContextStrategyEnum, description: 'The strategy that gathered it.' }),
    text: t.exposeString('text', {
      description:
        'One line per item, the best first. Empty if nothing was found, if there was no room or no time, or if this strategy failed while another did not.',
    }),
    memories: t.expose('memories', {
      type: [MemoryRef],
      description: 'The memories that the text shows, in the same order. No memory is in two sections.',
      complexity: { field: 1, multiplier: usualMemories },
    }),
    tokenCount: t.exposeInt('tokenCount', { description: 'Number of tokens of its text.' }),
    tookMs: t.exposeFloat('tookMs', { description: 'How long this strategy took, in milliseconds.' }),
    timedOut: t.exposeBoolean('timedOut', { description: 'Whether it was not ready by the deadline.' }),
  }),
});

const ContextRef = builder.objectRef<GatheredContext>('Context').implement({
  description: 'What a language model should know about a message, ready for its prompt.',
  fields: (t) => ({
    queryClass: t.expose('queryClass', { type: QueryClassEnum, description: 'What kind of question the message is.' }),
    plan: t.expose('plan', { type: ContextPlanRef, description: 'How the context was gathered.' }),
    sections: t.field({
      type: [ContextSectionRef],
      description: 'One section per strategy of the plan, the best evidence first.',
      complexity: { field: 1, multiplier: mostStrategies },
      resolve: ({ sections }) => [...sections],
    }),
    text: t.exposeString('text', {
      description:
        'All sections under their headings, within the token budget. It quotes what people said: give it to a model as data, never as instructions.',
    }),
    tokenCount: t.exposeInt('tokenCount', { description: 'Number of tokens of `text`.' }),
    tookMs: t.exposeFloat('tookMs', { description: 'Total time, in milliseconds.' }),
  }),
});

builder.queryField('context', (t) =>
  t.field({
    type: ContextRef,
    nullable: true,
    description:
      'Gathers what a language model should know before it answers a message. Counts as a recall of the memories shown. Null if the conversation does not exist or is not visible to the viewer, or if gathering failed (see `errors`).',
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

import { collectionStream } from '../collection/collection-events.schema.ts';
import { isActive } from '../consolidation/consolidation.ts';
import { conversationEvents, conversationStream } from '../conversation/conversation-events.schema.ts';
import { builder, viewerOf } from '../graphql/builder.ts';
import type { Context } from '../graphql/context.ts';
import { eventStream } from '../graphql/event-stream.ts';
import { EventUnion } from '../graphql/event-union.ts';
import { loadFound } from '../graphql/loader.ts';
import { decodeNodeId } from '../graphql/node-id.ts';
import { requestError } from '../graphql/request-errors.ts';
import { StreamEventInterface, streamArgs, type ToldEvent } from '../graphql/stream-event.schema.ts';
import { MemoryRef } from '../memory/memory.schema.ts';
import type { Memory } from '../memory/memory.ts';
import type { LoggedEvent } from '../platform/events/consumer.ts';
import type { JsonObject } from '../platform/json-object.ts';
import { AgentRunRef } from './agent-run.schema.ts';
import type { AgentRun } from './agent-run.ts';

/** What happens in a run. */
const agentRunEvents = new EventUnion(
  'AgentRunEvent',
  'What happens in a run of an agent. Clients need a default branch: members may be added.',
);

interface AboutRun extends ToldEvent {
  readonly run: AgentRun;
}

const AgentRunQueuedRef = builder.objectRef<AboutRun>('AgentRunQueued').implement({
  description: 'A question was asked, and its run waits.',
  interfaces: [StreamEventInterface],
  fields: (t) => ({ run: t.expose('run', { type: AgentRunRef, description: 'As it is now.' }) }),
});

const AgentRunStartedRef = builder.objectRef<AboutRun & { readonly attempt: number }>('AgentRunStarted').implement({
  description: 'An attempt began. What an earlier one told of the answer does not count any more.',
  interfaces: [StreamEventInterface],
  fields: (t) => ({
    run: t.expose('run', { type: AgentRunRef, description: 'As it is now.' }),
    attempt: t.exposeInt('attempt', { description: 'Which attempt, from 1 on.' }),
  }),
});

const AgentRunFinishedRef = builder.objectRef<AboutRun>('AgentRunFinished').implement({
  description: 'A run came to its end: SUCCEEDED, FAILED or CANCELLED. The last event of its own stream.',
  interfaces: [StreamEventInterface],
  fields: (t) => ({ run: t.expose('run', { type: AgentRunRef, description: 'As it is now.' }) }),
});

interface AgentTokens extends ToldEvent {
  readonly attempt: number;
  readonly text: string;
  readonly offset: number;
}

const AgentTokensRef = builder.objectRef<AgentTokens>('AgentTokens').implement({
  description: 'More of the answer. Pieces of one attempt meet: none is lost or comes twice.',
  interfaces: [StreamEventInterface],
  fields: (t) => ({
    attempt: t.exposeInt('attempt', { description: 'Of which attempt. A new one begins the answer anew.' }),
    text: t.exposeString('text', { description: 'The piece.' }),
    offset: t.exposeInt('offset', {
      description: 'Where it stands in the answer of its attempt, in UTF-16 code units, as JavaScript and Java count.',
    }),
  }),
});

interface AgentToolCalled extends ToldEvent {
  readonly attempt: number;
  readonly offset: number;
  readonly tool: string;
  readonly input: JsonObject | null;
  readonly memories: readonly Memory[];
}

/** A search finds no more, and other tools change two. */
const memoriesOfCall = 20;

const AgentToolCalledRef = builder.objectRef<AgentToolCalled>('AgentToolCalled').implement({
  description: 'The agent used a tool, and the tool has returned.',
  interfaces: [StreamEventInterface],
  fields: (t) => ({
    attempt: t.exposeInt('attempt', { description: 'Of which attempt.' }),
    offset: t.exposeInt('offset', {
      description:
        'Where in the answer of its attempt it was called, in UTF-16 code units, as in AgentTokens: who subscribes late is told the text so far after the calls so far. 0 where an earlier version logged the call.',
    }),
    tool: t.exposeString('tool', { description: '`search`, `remember` or `supersede`.' }),
    input: t.expose('input', {
      type: 'JSON',
      nullable: true,
      description: 'What it was called with; null where a memory that it told of was purged.',
    }),
    memories: t.field({
      type: [MemoryRef],
      description: 'The memories that it found, made or changed; without those that were forgotten since.',
      complexity: { field: 1, multiplier: memoriesOfCall },
      resolve: ({ memories }) => [...memories],
    }),
  }),
});

const tellRun = async ({ type, subjectId, data }: LoggedEvent, { loaders }: Context) => {
  const run = await loaders.agentRun.load(subjectId);
  return run && { typeName: type, run, attempt: Number(data?.['attempt'] ?? run.attempt) };
};

async function tellCall({ subjectId, data }: LoggedEvent, { loaders }: Context) {
  const call = await loaders.agentRunCall.load(subjectId);
  if (!call) return null;
  const memories = await loadFound(loaders.memory, call.memoryIds);
  return {
    typeName: AgentToolCalledRef.name,
    attempt: Number(data?.['attempt']),
    offset: typeof data?.['offset'] === 'number' ? data['offset'] : 0,
    tool: call.tool,
    input: call.input,
    memories: memories.filter(({ status }) => status !== 'FORGOTTEN'),
  };
}

agentRunEvents.add('AgentRunStarted', [AgentRunStartedRef], tellRun);
agentRunEvents.add('AgentToolCalled', [AgentToolCalledRef], tellCall);
agentRunEvents.addText(AgentTokensRef, (part) => ({ typeName: AgentTokensRef.name, ...part }));
agentRunEvents.add('AgentRunFinished', [AgentRunFinishedRef], tellRun);
conversationEvents.add('AgentRunQueued', [AgentRunQueuedRef], tellRun);
conversationEvents.add('AgentRunFinished', [AgentRunFinishedRef], tellRun);

builder.subscriptionField('agentRunEvents', (t) =>
  t.field({
    type: agentRunEvents.ref,
    description:
      'What happens in a run: from its start, with the answer so far as one AgentTokens, or after a cursor. It completes after AgentRunFinished. NOT_FOUND where the run is not there or not visible to the viewer; GONE once its conversation or collection is deleted, or moved out of what the viewer may see.',
    args: { runId: t.arg.id({ required: true, description: 'Id of an AgentRun.' }), ...streamArgs },
    subscribe: async (_root, { runId, ...args }, context) => {
      const viewer = viewerOf(context);
      const { agentRuns } = context.services;
      const id = decodeNodeId('AgentRun', runId);
      if (id === null) throw requestError('NOT_FOUND', 'No AgentRun has this id, or it is not visible to you');
      const { conversationId, collectionId } = await agentRuns.place(viewer, id);
      return eventStream(context, {
        ref: { accountId: viewer.accountId, kind: 'agent_run', streamId: id },
        within: [
          conversationStream(viewer.accountId, conversationId),
          collectionStream(viewer.accountId, collectionId),
        ],
        union: agentRunEvents,
        args,
        find: async () => {
          const { seq, status } = await agentRuns.place(viewer, id);
          return { seq, end: isActive({ status }) ? null : 'AgentRunFinished' };
        },
        fromStart: true,
        readText: () => agentRuns.textOf(viewer, id),
      });
    },
    resolve: ({ value }) => value,
  }),
);

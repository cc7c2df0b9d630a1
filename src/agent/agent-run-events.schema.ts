import { collectionStream } from '../collection/collection-events.schema.ts';
import { conversationEvents, conversationStream } from '../conversation/conversation-events.schema.ts';
import { builder } from '../graphql/builder.ts';
import type { Context } from '../graphql/context.ts';
import { EventUnion } from '../graphql/event-union.ts';
import { loadFound } from '../graphql/loader.ts';
import { StreamEventInterface, type ToldEvent } from '../graphql/stream-event.schema.ts';
import { subscription } from '../graphql/subscription.ts';
import { MemoryRef } from '../memory/memory.schema.ts';
import type { Memory } from '../memory/memory.ts';
import type { LoggedEvent } from '../platform/events/consumer.ts';
import type { JsonObject } from '../platform/json-object.ts';
import { isActive } from '../platform/run-status.ts';
import { AgentRunRef } from './agent-run.schema.ts';
import type { AgentRun } from './agent-run.ts';
import { mostFound } from './tools.ts';

/** Events of an agent run's stream. */
const agentRunEvents = new EventUnion(
  'AgentRunEvent',
  'An event of an agent run. Members may be added: give clients a default branch.',
);

interface AboutRun extends ToldEvent {
  readonly run: AgentRun;
}

const AgentRunQueuedRef = builder.objectRef<AboutRun>('AgentRunQueued').implement({
  description: 'A question was asked, and its run is queued.',
  interfaces: [StreamEventInterface],
  fields: (t) => ({ run: t.expose('run', { type: AgentRunRef, description: 'The run as it is now.' }) }),
});

const AgentRunStartedRef = builder.objectRef<AboutRun & { readonly attempt: number }>('AgentRunStarted').implement({
  description: 'An attempt began. Discard the text of earlier attempts.',
  interfaces: [StreamEventInterface],
  fields: (t) => ({
    run: t.expose('run', { type: AgentRunRef, description: 'The run as it is now.' }),
    attempt: t.exposeInt('attempt', { description: 'Number of the attempt, from 1.' }),
  }),
});

const AgentRunFinishedRef = builder.objectRef<AboutRun>('AgentRunFinished').implement({
  description: 'The run ended as SUCCEEDED, FAILED or CANCELLED. This is the last event of `agentRunEvents`.',
  interfaces: [StreamEventInterface],
  fields: (t) => ({ run: t.expose('run', { type: AgentRunRef, description: 'The run as it is now.' }) }),
});

interface AgentTokens extends ToldEvent {
  readonly attempt: number;
  readonly text: string;
  readonly offset: number;
}

const AgentTokensRef = builder.objectRef<AgentTokens>('AgentTokens').implement({
  description: 'The next piece of the answer. Within one attempt the pieces join without gap or overlap.',
  interfaces: [StreamEventInterface],
  fields: (t) => ({
    attempt: t.exposeInt('attempt', {
      description: 'Number of the attempt that wrote it. A new attempt starts the answer again from the beginning.',
    }),
    text: t.exposeString('text', { description: 'The text of the piece.' }),
    offset: t.exposeInt('offset', {
      description:
        'Position of the piece in the answer of its attempt, in UTF-16 code units, as JavaScript and Java count.',
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

const AgentToolCalledRef = builder.objectRef<AgentToolCalled>('AgentToolCalled').implement({
  description: 'The agent called a tool, and the tool has returned.',
  interfaces: [StreamEventInterface],
  fields: (t) => ({
    attempt: t.exposeInt('attempt', { description: 'Number of the attempt that called it.' }),
    offset: t.exposeInt('offset', {
      description:
        'Position in the attempt’s answer at which the tool was called, in UTF-16 code units as in AgentTokens. A late subscriber gets all earlier tool calls before the text so far, so place calls by this number. 0 for calls logged by a version without this field.',
    }),
    tool: t.exposeString('tool', { description: 'Name of the tool: `search`, `remember` or `supersede`.' }),
    input: t.expose('input', {
      type: 'JSON',
      nullable: true,
      description: 'The arguments of the call; null if a memory that they quoted was purged.',
    }),
    memories: t.field({
      type: [MemoryRef],
      description: 'The memories that the call found, created or changed, without those forgotten since.',
      // A search finds the most; the other tools change two.
      complexity: { field: 1, multiplier: mostFound },
      resolve: ({ memories }) => [...memories],
    }),
  }),
});

const tellRun = async ({ subjectId, data }: LoggedEvent, { loaders }: Context) => {
  const run = await loaders.agentRun.load(subjectId);
  return run && { run, attempt: Number(data?.['attempt'] ?? run.attempt) };
};

async function tellCall({ subjectId, data }: LoggedEvent, { loaders }: Context) {
  const call = await loaders.agentRunCall.load(subjectId);
  if (!call) return null;
  const memories = await loadFound(loaders.memory, call.memoryIds);
  return {
    attempt: Number(data?.['attempt']),
    offset: typeof data?.['offset'] === 'number' ? data['offset'] : 0,
    tool: call.tool,
    input: call.input,
    memories: memories.filter(({ status }) => status !== 'FORGOTTEN'),
  };
}

agentRunEvents.add('AgentRunStarted', AgentRunStartedRef, tellRun);
agentRunEvents.add('AgentToolCalled', AgentToolCalledRef, tellCall);
agentRunEvents.addText(AgentTokensRef);
agentRunEvents.add('AgentRunFinished', AgentRunFinishedRef, tellRun);
conversationEvents.add('AgentRunQueued', AgentRunQueuedRef, tellRun);
conversationEvents.add('AgentRunFinished', AgentRunFinishedRef, tellRun);

subscription('agentRunEvents', {
  description:
    'The events of an agent run. Without `after` they start at the beginning of the run, with the text so far as one AgentTokens. The subscription completes after AgentRunFinished. Error NOT_FOUND if the run does not exist or is not visible to the viewer; GONE once its conversation or collection is deleted or moved out of the viewer’s sight.',
  id: ['runId', 'AgentRun'],
  union: agentRunEvents,
  open: async (id, viewer, { services: { agentRuns } }) => {
    const { conversationId, collectionId } = await agentRuns.place(viewer, id);
    return {
      ref: { accountId: viewer.accountId, kind: 'agent_run', streamId: id },
      within: [conversationStream(viewer.accountId, conversationId), collectionStream(viewer.accountId, collectionId)],
      fromStart: true,
      find: async () => {
        const { seq, status } = await agentRuns.place(viewer, id);
        return { seq, end: isActive({ status }) ? null : 'AgentRunFinished' };
      },
      readText: (past) => agentRuns.textOf(viewer, id, past),
    };
  },
});

import { type Logger, pino } from 'pino';
import { afterAll } from 'vitest';
import type { AgentRunner } from '../../src/agent/agent-runner.ts';
import { agentPartsOf, buildAgentRunner, buildAgentSet, tellBy } from '../../src/app/agents.ts';
import type { Models } from '../../src/app/load-models.ts';
import type { ContextService } from '../../src/context/context.service.ts';
import type { WindowBounds } from '../../src/conversation/window.ts';
import type { CacheTier } from '../../src/platform/cache/cache.ts';
import type { AgentConfig } from '../../src/platform/config/config.ts';
import type { Database } from '../../src/platform/db/database.ts';
import type { JobSender } from '../../src/platform/jobs/job.ts';
import type { LanguageModel } from '../../src/platform/language-model/language-model.ts';
import { OpenAiLanguageModel } from '../../src/platform/language-model/openai-language-model.ts';
import type { TextPart } from '../../src/platform/streams/stream-item.ts';
import { type Api, makeApi } from './execute.ts';
import { type ModelCall, type ModelReply, ModelServer } from './model-server.ts';
import { models as shipped } from './models.ts';
import type { Session } from './session.ts';
import { usualConfig } from './usual-config.ts';

const config: AgentConfig = { poolSize: 10, idleMs: 60_000, concurrency: 100, cacheTtlMs: 60_000 };

export interface AgentApi {
  readonly api: Api;
  /** Runs waiting work in `processAll`; `start` makes it run by itself. */
  readonly runner: AgentRunner;
  /** All pieces of answers that were published, by run. */
  readonly told: Map<string, TextPart[]>;
  /** Asks and does the work. Returns the run. */
  answered(session: Session, question: string, more?: Record<string, unknown>): ReturnType<Session['run']>;
}

/** The API and the worker of agent runs, in this process. */
export function makeAgentApi(
  db: Database,
  options: {
    readonly languageModels?: readonly LanguageModel[];
    readonly jobs?: JobSender;
    readonly config?: Partial<AgentConfig>;
    readonly window?: WindowBounds;
    /** Where processes share which run answered a question. */
    readonly shared?: CacheTier;
    /** Instead of the packaged models. */
    readonly models?: Models;
    readonly log?: Logger;
  } = {},
): AgentApi {
  const { languageModels = [], models = shipped, log = pino({ level: 'silent' }) } = options;
  const told = new Map<string, TextPart[]>();
  const settings = { ...config, ...options.config };
  const { context } = usualConfig;
  const window = options.window ?? context.window;
  const set = buildAgentSet(
    { agents: settings, context: { ...context, window } },
    { ...models, languageModels },
    options.shared,
  );
  const api = makeApi(db, options.jobs, { agents: agentPartsOf(set, () => runner), models });
  const runner: AgentRunner = buildAgentRunner({
    db,
    services: { ...api.services, context: patient(api.services.context) },
    agents: set,
    tell: (run, tokens) => {
      told.set(run.id, [...(told.get(run.id) ?? []), tokens]);
      tellBy(api.services.streams)(run, tokens);
    },
    log,
  });
  const answered = async (session: Session, question: string, more?: Record<string, unknown>) => {
    const { run } = await session.ask(question, more);
    await runner.processAll();
    return await session.run(run.id);
  };
  return { api, runner, told, answered };
}

/** On a busy machine, a context may take longer than an agent waits for it; an answer without all of it is not kept. */
const patient = (context: ContextService): Pick<ContextService, 'gather'> => ({
  gather: (viewer, request, history, signal) =>
    context.gather(viewer, { ...request, deadlineMs: 30_000 }, history, signal),
});

/** A language model on a real server, for a test file. Set `reply` to script its answers. */
export async function useModelServer() {
  const scripted: { reply: (call: ModelCall) => ModelReply | Promise<ModelReply> } = { reply: () => ({}) };
  const server = await ModelServer.start((call) => scripted.reply(call));
  afterAll(() => server[Symbol.asyncDispose]());
  const settings = { baseUrl: server.baseUrl, apiKey: null, model: 'scripted', backOffMs: 1 };
  const model = new OpenAiLanguageModel({ ...settings, timeoutMs: 5_000 });
  /** The same model with a timeout so long that only the tested code ends a call. */
  const patient = new OpenAiLanguageModel({ ...settings, timeoutMs: 600_000 });
  /** Answers each call with the next reply, and with the last one once there are no more. Returns what gives the calls since. */
  const script = (...replies: readonly ModelReply[]) => {
    const from = server.calls.length;
    scripted.reply = ({ index }) => replies[Math.min(index - from, replies.length - 1)] ?? {};
    return () => server.calls.slice(from);
  };
  return { server, model, patient, scripted, script };
}

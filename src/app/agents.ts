import type { Logger } from 'pino';
import type { Agent } from '../agent/agent.ts';
import { extractiveModel } from '../agent/agent.ts';
import { AgentPool, type AgentSpec } from '../agent/agent-pool.ts';
import { type AgentRunParts, AgentRunService } from '../agent/agent-run.service.ts';
import { AgentRunner } from '../agent/agent-runner.ts';
import { ExtractiveAgent } from '../agent/extractive-agent.ts';
import { Grounds } from '../agent/grounds.ts';
import { ModelAgent } from '../agent/model-agent.ts';
import { type AnsweredRuns, type AnsweringRun, answeringRunCodec, PromptCache } from '../agent/prompt-cache.ts';
import { Pulse } from '../agent/pulse.ts';
import { recollectByContext } from '../agent/recollect-by-context.ts';
import type { WorkParts } from '../agent/run-work.ts';
import { modelTools } from '../agent/tools.ts';
import { useTool } from '../agent/use-tool.ts';
import type { ContextService } from '../context/context.service.ts';
import type { WindowBounds } from '../conversation/window.ts';
import type { Services } from '../graphql/context.ts';
import type { CacheTier } from '../platform/cache/cache.ts';
import { TieredCache } from '../platform/cache/tiered-cache.ts';
import type { AgentConfig, Config } from '../platform/config/config.ts';
import type { Database } from '../platform/db/database.ts';
import type { WordMeanings } from '../platform/embedding/word-meanings.ts';
import { LanguageModelError } from '../platform/language-model/language-model.errors.ts';
import type { LanguageModel } from '../platform/language-model/language-model.ts';
import type { Replica } from '../platform/replica/replica.ts';
import type { StreamHub } from '../platform/streams/stream-hub.ts';
import type { Models } from './load-models.ts';

/** How often a process polls for runs that others queued, and for runs of a process that died. */
const pollMs = 2_000;

/** Builds the parts of agents that operators see, before any use case. `shared`: where processes share which run answered a question; null: nowhere. */
export function buildAgentSet(
  { agents: config, context: { window } }: Pick<Config, 'agents' | 'context'>,
  { languageModels, meanings }: Pick<Models, 'meanings'> & { readonly languageModels: readonly LanguageModel[] },
  shared: CacheTier | null = null,
) {
  const { cacheTtlMs: ttlMs, concurrency } = config;
  const runIds = new TieredCache<AnsweringRun>({
    name: 'prompt responses',
    maxBytes: 5_000_000,
    ttlMs,
    sizeOf: ({ runId }) => 2 * runId.length,
    codec: answeringRunCodec,
    holds: ({ until }) => until > Date.now(),
    shared,
  });
  const pool = buildAgentPool(config, languageModels, meanings);
  /** Runs whose answers are reused. */
  const answered = { runIds, ttlMs };
  return { languageModels, pool, window, concurrency, answered };
}
export type AgentSet = ReturnType<typeof buildAgentSet>;

function buildAgentPool(
  { poolSize, idleMs }: AgentConfig,
  models: readonly LanguageModel[],
  meanings: WordMeanings,
): AgentPool {
  const byName = new Map(models.map((model) => [model.name, model]));
  const create = ({ model: name, instructions, language }: AgentSpec): Agent => {
    if (name === extractiveModel) return new ExtractiveAgent(language, meanings);
    const model = byName.get(name);
    if (!model) throw new LanguageModelError(`This server has no model ${name} any more`, { mayPass: false });
    return new ModelAgent({ model, instructions, language, tools: modelTools });
  };
  return new AgentPool({ maxSize: poolSize, idleMs, create });
}

/** What the service of agent runs needs of this process's agents. */
export interface AgentParts extends Pick<AgentRunParts, 'models' | 'atWork'> {
  /** Runs whose answers may be reused. */
  readonly answered: AnsweredRuns;
  /** How much of a conversation an agent is given. */
  readonly window: WindowBounds;
}

/** The runner is built later, since it needs the services. */
export const agentPartsOf = (
  { languageModels, answered, window }: AgentSet,
  runner: () => AgentRunner,
): AgentParts => ({
  models: [...languageModels.map(({ name }) => name), extractiveModel],
  atWork: {
    reserve: (runId) => runner().reserve(runId),
    cancel: (runId) => runner().cancel(runId),
    liveText: (runId) => runner().liveText(runId),
  },
  answered,
  window,
});

interface RunnerParts {
  /** The connections of requests, not of background work: somebody waits for an answer. */
  readonly db: Database;
  readonly services: Omit<Services, 'context'> & { readonly context: Pick<ContextService, 'gather'> };
  readonly agents: AgentSet;
  /** The replica that searches read from; none: the primary. */
  readonly replica?: Pick<Replica, 'read'> | null;
  readonly tell: WorkParts['tell'];
  readonly log: Logger;
}

/** Sends pieces of answers to the followers of a run. */
export const tellBy =
  (streams: StreamHub): WorkParts['tell'] =>
  ({ accountId, id }, tokens) =>
    streams.tell({ accountId, kind: 'agent_run', streamId: id }, tokens);

/** Builds the service that queues agent runs and reads them. */
export const buildAgentRuns = (
  { db, replica, agents }: Pick<RunnerParts, 'db' | 'replica'> & { readonly agents: AgentParts },
  services: Pick<Services, 'collections' | 'conversations' | 'messages'>,
): AgentRunService =>
  new AgentRunService({
    ...services,
    db,
    models: agents.models,
    atWork: agents.atWork,
    cache: new PromptCache(db, agents.answered),
    grounds: new Grounds({ ...services, db, window: agents.window, replica }),
  });

/** Builds the runner of agent runs in this process. */
export function buildAgentRunner({ db, services, agents, replica, ...parts }: RunnerParts): AgentRunner {
  const { collections, conversations, messages, memories, memoryLifecycle, search, context, consolidation } = services;
  return new AgentRunner({
    ...parts,
    onWake: (listener) => services.streams.onWake(listener),
    db,
    search,
    memories,
    lifecycle: memoryLifecycle,
    consolidation,
    conversations,
    grounds: new Grounds({ db, collections, messages, window: agents.window, replica }),
    recollect: recollectByContext(context),
    useTool,
    pool: agents.pool,
    concurrency: agents.concurrency,
    cache: new PromptCache(db, agents.answered),
    pulse: new Pulse(db, parts.log),
    pollMs,
  });
}

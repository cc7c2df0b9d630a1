import type { Logger } from 'pino';
import type { Agent } from '../agent/agent.ts';
import { extractiveModel } from '../agent/agent.ts';
import { AgentPool, type AgentSpec } from '../agent/agent-pool.ts';
import { type AgentParts, AgentRunService } from '../agent/agent-run.service.ts';
import { AgentRunner } from '../agent/agent-runner.ts';
import { ExtractiveAgent } from '../agent/extractive-agent.ts';
import { Grounds } from '../agent/grounds.ts';
import { ModelAgent } from '../agent/model-agent.ts';
import { PromptCache, type RunIds } from '../agent/prompt-cache.ts';
import { Pulse } from '../agent/pulse.ts';
import { recollectByContext } from '../agent/recollect-by-context.ts';
import type { WorkParts } from '../agent/run-work.ts';
import { ToolBench } from '../agent/tool-bench.ts';
import { modelTools } from '../agent/tools.ts';
import type { Services } from '../graphql/context.ts';
import { MemoryCache } from '../platform/cache/memory-cache.ts';
import type { AgentConfig } from '../platform/config/llm-config.ts';
import type { Database } from '../platform/db/database.ts';
import { LanguageModelError } from '../platform/language-model/language-model.errors.ts';
import type { LanguageModel } from '../platform/language-model/language-model.ts';
import type { StreamHub } from '../platform/streams/stream-hub.ts';

/** How often a process looks for runs that others asked for, and for those of one that died. */
const pollMs = 2_000;

/** As much of a conversation as `Conversation.window` shows by default. */
const window = { maxMessages: 10, maxWithContent: 5, maxContentLength: 200 };

/** The models that may be asked for, the default first. */
export const modelNames = (models: readonly LanguageModel[]): readonly string[] => [
  ...models.map(({ name }) => name),
  extractiveModel,
];

/** What agents are made of: before any use case, since operators see it. */
export interface AgentSet {
  readonly languageModels: readonly LanguageModel[];
  readonly pool: AgentPool;
  /** Of runs whose answers are given again. */
  readonly runIds: MemoryCache<{ readonly runId: string }>;
}

export function buildAgentSet(config: AgentConfig, languageModels: readonly LanguageModel[]): AgentSet {
  const runIds = new MemoryCache<{ readonly runId: string }>({
    name: 'prompt responses',
    maxEntries: null,
    maxBytes: 5_000_000,
    ttlMs: config.cacheTtlMs,
    sizeOf: ({ runId }) => 2 * runId.length,
  });
  return { languageModels, pool: buildAgentPool(config, languageModels), runIds };
}

function buildAgentPool({ poolSize, idleMs }: AgentConfig, models: readonly LanguageModel[]): AgentPool {
  const byName = new Map(models.map((model) => [model.name, model]));
  const create = ({ model: name, instructions, language }: AgentSpec): Agent => {
    if (name === extractiveModel) return new ExtractiveAgent(language);
    const model = byName.get(name);
    if (!model) throw new LanguageModelError(`This server has no model ${name} any more`, { mayPass: false });
    return new ModelAgent({ model, instructions, language, tools: modelTools });
  };
  return new AgentPool({ maxSize: poolSize, idleMs, create });
}

export interface RunnerParts {
  /** Of requests: somebody waits for an answer. */
  readonly db: Database;
  readonly services: Services;
  readonly agents: AgentSet;
  /** Most runs of this process at once. */
  readonly concurrency: number;
  readonly tell: WorkParts['tell'];
  readonly log: Logger;
}

/** Tells pieces of answers to whoever follows a run. */
export const tellBy =
  (streams: StreamHub): WorkParts['tell'] =>
  ({ accountId, id }, tokens) =>
    streams.tell({ accountId, kind: 'agent_run', streamId: id }, tokens);

/** What tells whether a question was answered before. */
function promptGrounds(
  db: Database,
  { collections, messages }: Pick<Services, 'collections' | 'messages'>,
  runIds: RunIds,
): { readonly cache: PromptCache; readonly grounds: Grounds } {
  const cache = new PromptCache(db, runIds);
  return { cache, grounds: new Grounds({ collections, messages, cache, window }) };
}

/** Asks agents, and reads their runs. */
export const buildAgentRuns = (
  db: Database,
  services: Pick<Services, 'collections' | 'conversations' | 'messages'>,
  { runIds, ...agents }: AgentParts,
): AgentRunService => new AgentRunService({ db, ...services, ...promptGrounds(db, services, runIds), ...agents });

/** Makes what works on the runs of agents in this process. */
export function buildAgentRunner({ db, services, agents, ...parts }: RunnerParts): AgentRunner {
  const { conversations, memories, memoryLifecycle, search, context } = services;
  const { cache, grounds } = promptGrounds(db, services, agents.runIds);
  return new AgentRunner({
    ...parts,
    onWake: (listener) => services.streams.onWake(listener),
    db,
    search,
    memories,
    lifecycle: memoryLifecycle,
    conversations,
    grounds,
    recollect: recollectByContext(context),
    bench: new ToolBench(db),
    pool: agents.pool,
    cache,
    pulse: new Pulse(db, parts.log),
    pollMs,
  });
}

import type { AgentRunner } from '../agent/agent-runner.ts';
import { SearchWarmer } from '../search/search-warmer.ts';
import { type AgentSet, agentPartsOf, buildAgentRunner, tellBy } from './agents.ts';
import type { PreparedDatabase } from './prepare-database.ts';
import { buildFinding, buildServices, type ServiceParts } from './services.ts';

interface UseCaseParts extends Omit<ServiceParts, 'agents'> {
  readonly agents: AgentSet;
  readonly prepared: PreparedDatabase;
}

/** Starts all use cases of a process and the runner of its agents; `starting` ends that. */
export async function startUseCases({ agents, prepared, ...parts }: UseCaseParts, starting: AsyncDisposableStack) {
  const all = { ...parts, agents: agentPartsOf(agents, () => runner) };
  const finding = buildFinding(all);
  const services = buildServices(all, finding);
  starting.use(
    new SearchWarmer({
      finder: finding.finder,
      onWake: (listener) => parts.streams.onWake(listener),
      paused: () => parts.system.metrics.memoryPressure().jobsPaused,
      log: parts.log,
    }),
  );
  const tell = tellBy(parts.streams);
  const log = parts.log.child({ part: 'agents' });
  const runner: AgentRunner = starting.use(buildAgentRunner({ ...parts, services, agents, tell, log }));
  await prepared.whenThere(starting, () => runner.start());
  return {
    services,
    /** The turns that searches wait for; undefined: the database answers all of them. */
    searchTurns: finding.searchTurns,
    /** Makes this process take no further agent runs; resolves when it has none any more. */
    finishRuns: () => runner.leave(),
  };
}

import { buildApp } from '../../src/app/build-app.ts';
import { loadConfig } from '../../src/platform/config/config.ts';
import { createLogger } from '../../src/platform/logger.ts';
import type { StartedServer } from './started-server.ts';

/** A server within the test's process. */
export type AppServer = Pick<StartedServer, 'endpoint' | 'stop' | 'said'>;

/** Starts a server as `startServer` does, for tests that need no process of its own: that costs a fraction of the time. */
export async function startApp(settings: Record<string, string>): Promise<AppServer> {
  const logged: string[] = [];
  const log = createLogger(settings['LOG_LEVEL'] ?? 'warn', { write: (line: string) => void logged.push(line) });
  const app = await buildApp(loadConfig({ PORT: '0', ...settings }), { log });
  return {
    endpoint: `${app.url}/graphql`,
    said: () => logged.join(''),
    stop: async () => await app[Symbol.asyncDispose](),
  };
}

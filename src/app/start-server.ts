import type { Config } from '../platform/config/config.ts';
import { announce } from './announce.ts';
import { buildApp } from './build-app.ts';
import type { Work } from './run-until-stopped.ts';

/** Serves in this process alone. */
export async function startServer(config: Config): Promise<Work> {
  const app = await buildApp(config);
  await announce(app, config);
  return app;
}

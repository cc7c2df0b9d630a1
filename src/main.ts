import { announce } from './app/announce.ts';
import { buildApp } from './app/build-app.ts';
import { runUntilStopped } from './app/run-until-stopped.ts';
import { loadConfig } from './platform/config/config.ts';
import { readEnvironment } from './platform/config/env.ts';

await runUntilStopped(async () => {
  const config = loadConfig(readEnvironment());
  const app = await buildApp(config);
  await announce(app, config);
  return app;
});

import { signInLink } from './account/sign-in-link.ts';
import { buildApp } from './app/build-app.ts';
import { runUntilStopped } from './app/run-until-stopped.ts';
import { loadConfig } from './platform/config/config.ts';
import { readEnvironment } from './platform/config/env.ts';
import { withTokenSecret } from './platform/config/secrets.ts';

await runUntilStopped(async () => {
  const config = loadConfig(readEnvironment());
  const app = await buildApp(config);
  const endpoint = `${app.url}/graphql`;
  console.log(`Mnemograph answers at ${endpoint}`);
  const ownSecret = config.auth.secrets.length === 0 && config.auth.jwksUrl === null;
  if (ownSecret) {
    const { auth } = await withTokenSecret(config);
    console.log(`Open it signed in: ${await signInLink(auth, endpoint)}`);
  }
  return app;
});

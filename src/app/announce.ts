import { signInLink } from '../account/sign-in-link.ts';
import type { Config } from '../platform/config/config.ts';
import { withTokenSecret } from '../platform/config/secrets.ts';
import type { App } from './build-app.ts';

/** Prints the URL of the server and, if it made its own token secret, a link that opens it signed in. */
export async function announce(app: Pick<App, 'url'>, config: Config): Promise<void> {
  const endpoint = `${app.url}/graphql`;
  console.log(`Mnemograph answers at ${endpoint}`);
  const ownSecret = config.auth.secrets.length === 0 && config.auth.jwksUrl === null;
  if (!ownSecret) return;
  const { auth } = await withTokenSecret(config);
  console.log(`Open it signed in: ${await signInLink(auth, endpoint)}`);
}

import { parseArgs } from 'node:util';
import { signToken } from '../src/account/token-signer.ts';
import { createTokenVerifier } from '../src/account/token-verifier.ts';
import { grantedScopes, isPlan, isScope, plans, type Scope, scopes } from '../src/account/viewer.ts';
import { loadConfig } from '../src/platform/config/config.ts';
import { type RawEnvironment, readEnvironment } from '../src/platform/config/env.ts';
import { withTokenSecret } from '../src/platform/config/secrets.ts';
import { command } from './command.ts';

const usage = `Prints a token for the server that has the same settings and data folder, alone on the last line.

  npm run token -- --user NAME [--account NAME] [--plan pro] [--scope admin] [--expires 30d] [--collection ID]

  --user        who acts
  --account     the account to act in; without it the user's own
  --plan        ${plans.join(', ').toLowerCase()}; default pro
  --scope       ${scopes.join(', ')}, each of which includes those before it; default write
  --expires     a span such as 12h or 30d; default 30d
  --collection  id of a collection that the token is narrowed to; may be repeated`;

const options = {
  user: { type: 'string' },
  account: { type: 'string' },
  plan: { type: 'string', default: 'pro' },
  scope: { type: 'string', default: 'write' },
  expires: { type: 'string', default: '30d' },
  collection: { type: 'string', multiple: true },
} as const;

/** Returns a token for these arguments, signed according to the settings. */
export async function makeToken(args: readonly string[], settings: RawEnvironment): Promise<string> {
  const { values } = parseArgs({ args: [...args], options });
  if (!values.user) throw new Error('--user NAME is missing');
  const plan = values.plan.toUpperCase();
  if (!isPlan(plan)) throw new Error(`--plan takes ${plans.join(', ').toLowerCase()}`);
  if (!/^0*[1-9]\d* ?[smhdwy]$/.test(values.expires)) throw new Error('--expires takes a span such as 90m, 12h or 30d');
  const { auth } = await withTokenSecret(loadConfig(settings));
  const token = await signToken(auth, {
    principal: values.user,
    account: values.account,
    plan,
    scopes: scopesUpTo(values.scope),
    collections: values.collection,
    expires: values.expires,
  });
  // Throws what the server would refuse the token with.
  await createTokenVerifier(auth, null)(token);
  return token;
}

function scopesUpTo(text: string): Scope[] {
  const names = text.split(/[\s,]+/);
  if (!names.every(isScope)) throw new Error(`--scope takes ${scopes.join(', ')}`);
  return [...grantedScopes(names)];
}

if (import.meta.main) await command(usage, () => makeToken(process.argv.slice(2), readEnvironment()));

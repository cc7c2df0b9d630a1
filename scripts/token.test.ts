import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createTokenVerifier } from '../src/account/token-verifier.ts';
import { loadConfig } from '../src/platform/config/config.ts';
import { withTokenSecret } from '../src/platform/config/secrets.ts';
import { makeToken } from './token.ts';

const script = new URL('./token.ts', import.meta.url).pathname;

/** Runs the script as a user does. */
function run(args: readonly string[], env: Record<string, string>, cwd: string) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], { env, cwd, encoding: 'utf8' });
  return { status, stderr, lastLine: stdout.trimEnd().split('\n').at(-1) ?? '' };
}

async function verified(token: string, env: Record<string, string>) {
  const { auth } = await withTokenSecret(loadConfig(env));
  return createTokenVerifier(auth, null)(token);
}

function dataFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'mnemograph-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

test('prints a token for the server with the same data folder', async () => {
  const env = { DATA_DIR: dataFolder() };
  expect(await verified(await makeToken(['--user', 'ann'], env), env)).toMatchObject({
    accountId: 'ann',
    principal: 'ann',
    plan: 'PRO',
    scopes: new Set(['read', 'write']),
  });
  const chosen = ['--user', 'bob', '--account', 'acme', '--plan', 'starter', '--scope', 'admin', '--expires', '1h'];
  expect(await verified(await makeToken(chosen, env), env)).toMatchObject({
    accountId: 'acme',
    principal: 'bob',
    plan: 'STARTER',
    scopes: new Set(['read', 'write', 'admin']),
  });
});

test('signs with the newest configured secret, for the configured audience and issuer', async () => {
  const env = { JWT_SECRETS: 'b:second,a:first', JWT_AUDIENCE: 'memories', JWT_ISSUER: 'https://id' };
  const token = await makeToken(['--user', 'ann'], env);
  expect(JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString())).toEqual({
    alg: 'HS256',
    kid: 'b',
  });
  await expect(verified(token, env)).resolves.toMatchObject({ principal: 'ann' });
});

test('prints the token last, with settings from a .env file overridden by the environment', async () => {
  const folder = dataFolder();
  writeFileSync(join(folder, '.env'), 'JWT_SECRET=of the file\nJWT_ISSUER=https://file');
  const { lastLine } = run(['--user', 'ann'], { JWT_ISSUER: 'https://environment' }, folder);
  const env = { JWT_SECRET: 'of the file', JWT_ISSUER: 'https://environment' };
  await expect(verified(lastLine, env)).resolves.toMatchObject({ principal: 'ann' });
});

test.each<[string[], Record<string, string>, string]>([
  [[], {}, '--user NAME is missing'],
  [['--user', 'a', '--scope', 'root'], {}, '--scope takes read, write, admin'],
  [['--user', 'a', '--expires', '0d'], {}, '--expires takes a span'],
  [['--user', 'a', '--yes'], {}, "Unknown option '--yes'"],
  [['--user', 'a'], { PORT: 'x' }, 'PORT: got "x", takes a whole number'],
  [['--user', 'a'], { NODE_ENV: 'production' }, 'JWT_SECRET: got nothing'],
  [['--user', 'a'], { JWKS_URL: 'https://id/jwks' }, 'identity provider'],
])('%j with %j reports what is wrong', async (args, env, message) => {
  await expect(makeToken(args, { DATA_DIR: '/nonexistent', ...env })).rejects.toThrow(message);
});

test.each([
  [['--user', 'ann', '--collection', 'mine'], 'the ids of collections'],
  [['--user', 'x'.repeat(201)], 'a text of 1 to 200 characters'],
  [['--user', 'ann', '--account', ''], 'a text of 1 to 200 characters'],
])('refuses to make a token that the server would reject', async (args, message) => {
  await expect(makeToken(args, { JWT_SECRET: 'secret' })).rejects.toThrow(message);
});

test('prints only the error and fails', () => {
  const { status, stderr, lastLine } = run(['--user', 'ann', '--account', ''], { JWT_SECRET: 'secret' }, tmpdir());
  expect({ status, lastLine }).toEqual({ status: 1, lastLine: '' });
  expect(stderr).toContain('a text of 1 to 200 characters');
});

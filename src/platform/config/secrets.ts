import { randomBytes } from 'node:crypto';
import { link, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hasCode } from '../error-code.ts';
import { ifThere } from '../is-there.ts';
import type { Config } from './config.ts';
import { SettingError } from './config-error.ts';
import { inDataDir, makeDataDir } from './data-dir.ts';

const fileName = 'token-secret';

/**
 * Returns the configuration with a token secret. If the settings have none, uses the data folder's own, created on first use.
 * Adds none if tokens come from an identity provider alone.
 */
export async function withTokenSecret(config: Config): Promise<Config> {
  const { auth, dataDir } = config;
  if (auth.secrets.length > 0 || auth.jwksUrl !== null) return config;
  const secret = await inDataDir(() => dataFolderSecret(dataDir));
  return Object.freeze({ ...config, auth: { ...auth, secrets: [{ kid: null, secret }] } });
}

async function dataFolderSecret(dataDir: string): Promise<string> {
  const path = join(dataDir, fileName);
  const secret = (await ifThere(readFile(path, 'utf8')))?.trim() ?? (await createSecret(dataDir, path));
  if (/^[\w-]{43}$/.test(secret)) return secret;
  const instead = 'delete it and a new one is made; tokens made so far end with it';
  throw new SettingError(
    'DATA_DIR',
    `a folder whose token secret is whole, but ${path} holds no token secret: ${instead}`,
  );
}

/** Writes the whole file under another name, then links it: if two processes start at once, both use the first one's. */
async function createSecret(dataDir: string, path: string): Promise<string> {
  await makeDataDir(dataDir);
  const draft = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`;
  try {
    await writeFile(draft, `${randomBytes(32).toString('base64url')}\n`, { flag: 'wx', mode: 0o600, flush: true });
    await link(draft, path);
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
  } finally {
    await rm(draft, { force: true });
  }
  return (await readFile(path, 'utf8')).trim();
}

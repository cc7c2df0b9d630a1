import { SettingError } from './config-error.ts';

/** A secret that signs and verifies tokens. A token without a `kid` in its header belongs to the secret without one. */
export interface JwtSecret {
  readonly kid: string | null;
  readonly secret: string;
}

/** RFC 7518 requires an HS256 secret to have at least as many bits as the hash. */
const minimumBytes = 32;

/** Parses the secrets; the first one signs new tokens. */
export function parseJwtSecrets(text: string): JwtSecret[] {
  const secrets = text.split(',').map((entry) => {
    const [, kid, secret] = /^\s*([^:\s]{1,100}):(\S+)\s*$/.exec(entry) ?? [];
    if (kid === undefined || secret === undefined)
      throw new SettingError('JWT_SECRETS', 'kid:secret,kid:secret … with the newest first');
    return { kid, secret };
  });
  const kids = new Set(secrets.map(({ kid }) => kid));
  if (kids.size < secrets.length) throw new SettingError('JWT_SECRETS', 'a different kid for each secret');
  return secrets;
}

export function isStrong({ secret }: JwtSecret): boolean {
  return Buffer.byteLength(secret) >= minimumBytes;
}

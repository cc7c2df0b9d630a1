import { type Report, reported, SettingError } from './config-error.ts';
import type { Environment } from './env.ts';

/** A secret that signs and verifies tokens. A token without a `kid` in its header belongs to the secret without one. */
interface JwtSecret {
  readonly kid: string | null;
  readonly secret: string;
}

/** RFC 7518 requires an HS256 secret to have at least as many bits as the hash. */
const minimumBytes = 32;

export function authConfig(env: Environment, report: Report) {
  const { JWT_SECRETS: several, JWT_SECRET: secret } = env;
  const named = (several && reported(report, () => parseJwtSecrets(several))) || [];
  const secrets: readonly JwtSecret[] = secret ? [...named, { kid: null, secret }] : named;
  for (const { kid, secret } of env.NODE_ENV === 'production' ? secrets : []) {
    if (Buffer.byteLength(secret) < minimumBytes)
      report(kid === null ? 'JWT_SECRET' : 'JWT_SECRETS', 'in production 32 bytes or more');
  }
  return {
    /** The first one signs. If empty and `jwksUrl` is null, the data folder's own secret is used (never in production). */
    secrets,
    jwksUrl: env.JWKS_URL ?? null,
    audience: env.JWT_AUDIENCE ?? null,
    issuer: env.JWT_ISSUER ?? null,
  } as const;
}
export type AuthConfig = ReturnType<typeof authConfig>;

/** Parses the secrets; the first one signs new tokens. */
function parseJwtSecrets(text: string): JwtSecret[] {
  const secrets = text.split(',').map((entry) => {
    const [, kid, secret] = /^\s*([^:\s]{1,100}):(\S+)\s*$/.exec(entry) ?? [];
    if (kid === undefined || secret === undefined)
      throw new SettingError('JWT_SECRETS', 'kid:secret,kid:secret …, of which the first signs new tokens');
    return { kid, secret };
  });
  const kids = new Set(secrets.map(({ kid }) => kid));
  if (kids.size < secrets.length) throw new SettingError('JWT_SECRETS', 'a different kid for each secret');
  return secrets;
}

import { SignJWT } from 'jose';
import type { AuthConfig } from '../platform/config/auth-config.ts';
import type { Plan, Scope } from './viewer.ts';

interface TokenClaims {
  readonly principal: string;
  /** The tenant; omitted: the principal has an account of their own. */
  readonly account?: string | undefined;
  readonly plan: Plan;
  readonly scopes: readonly Scope[];
  /** Narrows the token to these collections (global ids) and their children. */
  readonly collections?: readonly string[] | undefined;
  /** Lifetime in jose's format: `30d`, `12h`, `90m`. */
  readonly expires: string;
}

/** Signs a token with the first secret, for servers with the same secrets, audience and issuer. */
export async function signToken(
  { secrets: [secret], audience, issuer }: Pick<AuthConfig, 'secrets' | 'audience' | 'issuer'>,
  { principal, account, plan, scopes, collections, expires }: TokenClaims,
): Promise<string> {
  if (!secret)
    throw new Error('Tokens come from the identity provider of JWKS_URL; set JWT_SECRET to sign some here too');
  const jwt = new SignJWT({
    type: 'access',
    plan,
    scope: scopes.join(' '),
    ...(account !== undefined && { account }),
    ...(collections && { collections }),
  })
    .setProtectedHeader({ alg: 'HS256', ...(secret.kid !== null && { kid: secret.kid }) })
    .setSubject(principal)
    .setIssuedAt()
    .setExpirationTime(expires);
  if (audience !== null) jwt.setAudience(audience);
  if (issuer !== null) jwt.setIssuer(issuer);
  return jwt.sign(Buffer.from(secret.secret));
}

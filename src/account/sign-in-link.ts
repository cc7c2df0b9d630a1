import type { AuthConfig } from '../platform/config/config.ts';
import { signToken } from './token-signer.ts';

/**
 * Opens the explorer at `endpoint` signed in, for whoever started the server on their own machine. The token stands
 * in the fragment, which browsers send to no server.
 */
export async function signInLink(auth: AuthConfig, endpoint: string): Promise<string> {
  const claims = { principal: 'me', plan: 'PRO', scopes: ['read', 'write'], expires: '30d' } as const;
  return `${endpoint}#token=${await signToken(auth, claims)}`;
}

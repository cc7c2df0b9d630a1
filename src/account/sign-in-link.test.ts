import { expect, test } from 'vitest';
import { signInLink } from './sign-in-link.ts';
import { createTokenVerifier } from './token-verifier.ts';

test('the link carries a PRO token in its fragment, which browsers do not send', async () => {
  const auth = { secrets: [{ kid: null, secret: 's' }], jwksUrl: null, audience: 'memories', issuer: null };
  const { pathname, search, hash } = new URL(await signInLink(auth, 'http://127.0.0.1:4000/graphql'));
  expect({ pathname, search }).toEqual({ pathname: '/graphql', search: '' });
  const viewer = await createTokenVerifier(auth, null)(new URLSearchParams(hash.slice(1)).get('token') ?? '');
  expect(viewer).toMatchObject({ principal: 'me', accountId: 'me', plan: 'PRO', scopes: new Set(['read', 'write']) });
});

import { signToken } from '../../src/account/token-signer.ts';

export const secret = 'a secret of the bench alone, 32 bytes and more';

export const benchToken = (): Promise<string> =>
  signToken(
    { secrets: [{ kid: null, secret }], audience: null, issuer: null },
    { principal: 'bench', plan: 'PRO', scopes: ['read', 'write'], expires: '1d' },
  );

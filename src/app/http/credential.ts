import { isJsonObject } from '../../platform/json-object.ts';

/** Holds a token or an API key, for browsers: their EventSource and WebSocket cannot send headers. */
const credentialCookie = 'mnemograph_token';

/** Returns the credential of a request: the `Authorization` header, or else the cookie as a Bearer token. */
export function authorizationOf(headers: Pick<Headers, 'get'>): string | null {
  const header = headers.get('authorization');
  if (header) return header;
  const token = fromOwnPage(headers) ? cookieOf(headers) : null;
  return token === null ? null : `Bearer ${token}`;
}

/** Returns the credential in a socket's first message: `authorization`, at the top level or among `headers`. */
export function authorizationOfParams(params: Readonly<Record<string, unknown>> = {}): string | null {
  const { headers } = params;
  return authorizationIn(params) ?? (isJsonObject(headers) ? authorizationIn(headers) : null);
}

function authorizationIn(params: Readonly<Record<string, unknown>>): string | null {
  const [, value] = Object.entries(params).find(([name]) => name.toLowerCase() === 'authorization') ?? [];
  return typeof value === 'string' ? value : null;
}

/**
 * Whether the cookie counts. Browsers send cookies whichever page makes the request, so it counts only for pages of this
 * server's own origin, and for clients that are not browsers.
 */
function fromOwnPage(headers: Pick<Headers, 'get'>): boolean {
  const site = headers.get('sec-fetch-site');
  const origin = headers.get('origin');
  const sameSite = site === null || site === 'same-origin' || site === 'none';
  return sameSite && (origin === null || (URL.canParse(origin) && new URL(origin).host === headers.get('host')));
}

function cookieOf(headers: Pick<Headers, 'get'>): string | null {
  for (const pair of headers.get('cookie')?.split(';') ?? []) {
    const [name = '', value = ''] = pair.trim().split('=', 2);
    if (name === credentialCookie && value !== '') return value;
  }
  return null;
}

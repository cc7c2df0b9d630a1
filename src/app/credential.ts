import { isJsonObject } from '../platform/json-object.ts';

/** Holds a token or an API key, for browsers: neither an EventSource nor a WebSocket of theirs can send a header. */
const credentialCookie = 'mnemograph_token';

/** What a request says of its sender, as the header `Authorization` would: the header itself, or else the cookie. */
export function authorizationOf(headers: Pick<Headers, 'get'>): string | null {
  const header = headers.get('authorization');
  if (header) return header;
  const token = fromOwnPage(headers) ? cookieOf(headers) : null;
  return token === null ? null : `Bearer ${token}`;
}

/** What the first message of a socket says of its sender: `authorization`, alone or among `headers`. */
export function authorizationOfParams(params: Readonly<Record<string, unknown>> = {}): string | null {
  const { headers } = params;
  return authorizationIn(params) ?? (isJsonObject(headers) ? authorizationIn(headers) : null);
}

function authorizationIn(params: Readonly<Record<string, unknown>>): string | null {
  const [, value] = Object.entries(params).find(([name]) => name.toLowerCase() === 'authorization') ?? [];
  return typeof value === 'string' ? value : null;
}

/**
 * A browser sends cookies with what any page asks for, so the cookie counts for pages of this server's own origin alone,
 * and for what is no browser.
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

const exposed =
  'X-Request-Id, X-Response-Time, Server-Timing, Retry-After, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset, X-Response-Cache';
const maxAge = '86400';

/**
 * Headers that let a page of any origin read the answer: access is decided by the token it sends. Null if the request has no
 * `Origin` header.
 */
export function corsHeaders(headers: Pick<Headers, 'get'>): Readonly<Record<string, string>> | null {
  const origin = headers.get('origin');
  if (origin === null) return null;
  const method = headers.get('access-control-request-method');
  const names = headers.get('access-control-request-headers');
  return {
    'access-control-allow-origin': origin,
    'access-control-allow-credentials': 'true',
    'access-control-expose-headers': exposed,
    'access-control-max-age': maxAge,
    vary: names ? 'Origin, Access-Control-Request-Headers' : 'Origin',
    ...(method && { 'access-control-allow-methods': method }),
    ...(names && { 'access-control-allow-headers': names }),
    // A page on the internet, such as Apollo Studio's Explorer, may reach a server on the local network.
    ...(headers.get('access-control-request-private-network') && { 'access-control-allow-private-network': 'true' }),
  };
}

/** How long a `Retry-After` header asks to wait, in milliseconds: it holds seconds or a date. Null where it says nothing. */
export function retryAfterMs(header: string | null, now: number): number | null {
  if (header === null) return null;
  if (/^\d+(\.\d+)?$/.test(header.trim())) return Number(header) * 1000;
  // What begins with no day's name is no date of HTTP, though JavaScript may read one: "-5" would be in the year 2001.
  const at = /^[A-Z][a-z]{2}/.test(header) ? Date.parse(header) : Number.NaN;
  return Number.isNaN(at) ? null : Math.max(0, at - now);
}

/** Who asks us to wait longer than this is not waited for: whoever wants the answer tries again later. */
export const longestWaitMs = 30_000;

/** How long to wait after so many attempts where nobody says: twice as long each time, and never all at once. */
export const backOffMs = (firstMs: number, attempts: number): number =>
  firstMs * 2 ** (attempts - 1) * (0.5 + Math.random());

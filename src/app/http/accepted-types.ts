export const json = 'application/json';
export const graphqlResponse = 'application/graphql-response+json';
export const eventStream = 'text/event-stream';

/** The types of our answers to operations. */
const ours: readonly string[] = [json, graphqlResponse, eventStream, 'multipart/mixed'];
/** The explorer is for those who want nothing more than a page. */
const page = 'text/html';
const qualityOf = /;\s*q\s*=\s*([^;\s]*)/i;

/**
 * Returns an `Accept` header without quality values, which those who read it need not know then: what the client prefers comes first, and
 * what it refuses (`q=0`) is left out. Empty if it takes nothing.
 */
export function byQuality(accept: string): string {
  if (!qualityOf.test(accept)) return accept;
  const ranges = accept.split(',').map(rangeOf);
  const bestOfOurs = Math.max(...ranges.map(({ type, quality }) => (ours.includes(type) ? quality : 0)));
  const refused = new Set(ranges.flatMap(({ type, quality }) => (quality === 0 ? type : [])));
  return ranges
    .filter(({ type, quality }) => quality > 0 && (type !== page || quality >= bestOfOurs))
    .sort((one, other) => other.quality - one.quality)
    .flatMap(({ type, text }) =>
      isRefusedIn(type, refused) ? ours.filter((one) => isIn(one, type) && !refused.has(one)) : text,
    )
    .join(', ');
}

function rangeOf(entry: string) {
  const quality = Number(qualityOf.exec(entry)?.[1] ?? 1);
  const text = entry.replace(qualityOf, '').trim();
  const [type = ''] = text.toLowerCase().split(';');
  // Whoever sends no number prefers nothing.
  return { text, type: type.trim(), quality: Number.isNaN(quality) ? 1 : quality };
}

/** Whether a range with an asterisk has a type of ours that is refused by name. */
const isRefusedIn = (range: string, refused: ReadonlySet<string>): boolean =>
  range.endsWith('/*') && ours.some((one) => refused.has(one) && isIn(one, range));

const isIn = (type: string, range: string): boolean => range === '*/*' || type.startsWith(range.slice(0, -1));

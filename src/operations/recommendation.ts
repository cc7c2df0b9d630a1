import type { CacheFigures } from '../platform/cache/cache.ts';

const fewLookups = 100;
const goodHitRate = 0.5;
const fullFraction = 0.9;
const littleFraction = 0.1;

/** Returns what an operator could do about a cache, in a sentence; null if nothing. */
export function recommendation({
  hits,
  misses,
  evictions,
  bytes,
  maxBytes,
  entries,
  maxEntries,
}: CacheFigures): string | null {
  const lookups = hits + misses;
  if (lookups < fewLookups) return null;
  // Whichever bound is closer: one by bytes follows from the memory of the machine where only entries are configured.
  const used = Math.max(
    bytes / (maxBytes ?? Number.POSITIVE_INFINITY),
    entries / (maxEntries ?? Number.POSITIVE_INFINITY),
  );
  const full = used > fullFraction;
  const poor = hits / lookups < goodHitRate;
  if (poor && full && evictions > hits) return 'Full, and evicted entries are asked for again: give it more room';
  if (poor && !full) return 'Few questions repeat: more room would not help';
  if (!poor && maxBytes !== null && used < littleFraction) return 'A tenth of its room is enough: it could have less';
  return null;
}

import { readSamples } from './prometheus-text.ts';

/** Number of searches so far, by the database they read from, summed over several servers. */
export async function replicaReads(urls: readonly string[]): Promise<Record<string, number>> {
  const sums: Record<string, number> = {};
  for (const url of urls) {
    const text = await (await fetch(new URL('/metrics', url))).text();
    for (const { name, labels, value } of readSamples(text)) {
      const by = labels['served'];
      if (name !== 'mnemograph_replica_reads_total' || by === undefined) continue;
      sums[by] = (sums[by] ?? 0) + value;
    }
  }
  return sums;
}

/** The quality of one ranking, each measure from 0 to 1. */
export interface Measures {
  readonly r5: number;
  readonly r10: number;
  readonly r20: number;
  readonly mrr: number;
  readonly ndcg10: number;
  /** Share of the gold sessions among the sessions of the first ten turns: what a reader of ten turns sees. */
  readonly session10: number;
  /** Share of the gold sessions among the first ten sessions, each ranked by its best turn: the measure of systems that rank sessions. */
  readonly tenSessions: number;
}

export const measureNames = {
  r5: 'R@5',
  r10: 'R@10',
  r20: 'R@20',
  mrr: 'MRR',
  ndcg10: 'nDCG@10',
  session10: 'session R@10',
  tenSessions: 'of 10 sessions',
} as const satisfies Record<keyof Measures, string>;

/** Judges a ranking of turns, best first, against the turns that answer the question. */
export function measure(
  ranking: readonly string[],
  gold: ReadonlySet<string>,
  sessionOf: (turnId: string) => string | undefined,
): Measures {
  const found = ranking.flatMap((id, index) => (gold.has(id) ? [index + 1] : []));
  const recall = (first: number) => found.filter((rank) => rank <= first).length / gold.size;
  const goldSessions = new Set([...gold].map(sessionOf));
  const share = (sessions: readonly (string | undefined)[]) =>
    goldSessions.intersection(new Set(sessions)).size / goldSessions.size;
  return {
    r5: recall(5),
    r10: recall(10),
    r20: recall(20),
    mrr: found[0] === undefined ? 0 : 1 / found[0],
    ndcg10: gain(found) / gain(Array.from({ length: gold.size }, (_, index) => index + 1)),
    session10: share(ranking.slice(0, 10).map(sessionOf)),
    tenSessions: share([...new Set(ranking.map(sessionOf))].slice(0, 10)),
  };
}

export function mean(all: readonly Measures[]): Measures {
  const of = (name: keyof Measures) => all.reduce((sum, one) => sum + one[name], 0) / all.length;
  return {
    r5: of('r5'),
    r10: of('r10'),
    r20: of('r20'),
    mrr: of('mrr'),
    ndcg10: of('ndcg10'),
    session10: of('session10'),
    tenSessions: of('tenSessions'),
  };
}

/** Discounted gain of turns found at these ranks, counting the first ten. */
const gain = (ranks: readonly number[]): number =>
  ranks.filter((rank) => rank <= 10).reduce((sum, rank) => sum + 1 / Math.log2(rank + 1), 0);

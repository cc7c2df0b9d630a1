import type { Proposed } from './operations.ts';
import type { Planted } from './planted.ts';

/** Recall and precision against the planted memories. */
export interface Score {
  readonly found: number;
  readonly missed: number;
  readonly wrong: number;
  readonly recall: number;
  readonly precision: number;
  /** Some of the wrong proposals, as text. */
  readonly examples: readonly string[];
}

type Known = ReadonlyMap<string, Planted>;

/** Scores merges: each merged memory must share its topic with the one that is kept, and one of the two must be a duplicate. */
export function scoreMerges(proposals: readonly Proposed[], known: Known): Score {
  const merges = proposals.filter(({ kind }) => kind === 'MERGE');
  const pairs = merges.flatMap(({ sources: [kept, ...gone] }) => gone.map((one) => ({ kept, one })));
  const isRight = ({ kept, one }: (typeof pairs)[number]) => {
    const [a, b] = [known.get(kept?.id ?? ''), known.get(one.id)];
    return a !== undefined && a.topic === b?.topic && (a.role === 'duplicate' || b.role === 'duplicate');
  };
  const wrong = pairs.filter((pair) => !isRight(pair));
  const planted = [...known.values()].filter(({ role }) => role === 'duplicate').length;
  const examples = wrong.map(({ kept, one }) => `${kept?.content} | ${one.content}`);
  return scoreOf(pairs.length - wrong.length, wrong.length, planted, examples);
}

/** Scores retirements: by a later memory, or because the memory's own validity ended. */
export function scoreRetirements(proposals: readonly Proposed[], known: Known, role: 'outdated' | 'expired'): Score {
  const isDenied = ({ sources }: Proposed) => sources.some(({ id }) => known.get(id)?.role === 'denied');
  const retired = proposals
    .filter((one) => !isDenied(one))
    .filter(({ kind, sources }) => kind === 'RETIRE' && (sources.length === 1) === (role === 'expired'));
  const isRight = ({ sources: [old, by] }: Proposed) => {
    const [a, b] = [known.get(old?.id ?? ''), known.get(by?.id ?? '')];
    return a?.role === role && (role === 'expired' || (b?.role === 'update' && b.topic === a.topic));
  };
  const wrong = retired.filter((one) => !isRight(one));
  const planted = [...known.values()].filter((one) => one.role === role).length;
  const examples = wrong.map(({ sources }) => sources.map(({ content }) => content).join(' | '));
  return scoreOf(retired.length - wrong.length, wrong.length, planted, examples);
}

const scoreOf = (found: number, wrong: number, planted: number, examples: readonly string[]): Score => ({
  found,
  wrong,
  missed: planted - found,
  recall: found / planted,
  precision: found / Math.max(1, found + wrong),
  examples: examples.slice(0, 5),
});

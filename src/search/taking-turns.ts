import type { ScorePart } from './ranking/engine-port.ts';
import { byContribution, byScore } from './ranking/order.ts';
import { earliest, type Hit, type Ranking, withoutRepeats } from './search.ts';

/** Slightly below the weight of the message's questions, which win at equal places. Source: ADR 55. */
const weightOfAll = 0.9;

/**
 * Merges the ranking for the questions of a message with that for the whole message: a hit scores 1 / place in the first plus .9 / place in the
 * second. Scores of two questions are not comparable, places are. Source: reciprocal rank fusion (Cormack et al., 2009) with k = 0, since the best
 * of either shall be among the first; ADR 55.
 */
export function takingTurns(ofAsked: Ranking, ofAll: Ranking): Ranking {
  const found = [...foundBy('asked', 1, ofAsked), ...foundBy('all', weightOfAll, ofAll)];
  const byId = Map.groupBy(found, ({ hit }) => hit.id);
  return {
    hits: withoutRepeats([...byId.values()].flatMap(fused).sort(byScore)),
    failedArms: [...new Set([...ofAsked.failedArms, ...ofAll.failedArms])],
    nextEnds: earliest([ofAsked.nextEnds, ofAll.nextEnds]),
  };
}

/** A hit of one of the rankings, and its contribution. */
interface Found {
  readonly hit: Hit;
  readonly part: ScorePart;
}

const foundBy = (name: string, weight: number, { hits }: Ranking): Found[] =>
  hits.map((hit, index) => ({ hit, part: { name, value: index + 1, contribution: weight / (index + 1) } }));

/** Merges both findings of a memory. The scores of each arm are those for the questions or, if it did not find it then, for the whole message. */
function fused(found: readonly Found[]): Hit | [] {
  const [first] = found;
  if (!first) return [];
  const { id, fit, content, speaker, validTo, names } = first.hit;
  const arm = (name: 'lexical' | 'semantic' | 'graph') => found.find(({ hit }) => hit[name])?.hit[name] ?? null;
  return {
    id,
    score: found.reduce((sum, { part }) => sum + part.contribution, 0),
    lexical: arm('lexical'),
    semantic: arm('semantic'),
    graph: arm('graph'),
    fit,
    content,
    speaker,
    validTo,
    names,
    explain: () => found.map(({ part }) => part).sort(byContribution),
  };
}

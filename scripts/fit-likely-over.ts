import { readPairs } from '../src/consolidation/fixtures/read-pairs.ts';
import { isLeftToPoints, type ReadEnglish, readEnglish } from '../src/consolidation/read-memory.ts';
import { pointsOf, signNames, signsOf } from '../src/consolidation/wording/likely-over.ts';
import { setOf } from '../src/consolidation/wording/telling.ts';
import { command } from './command.ts';
import { minimise } from './fusion/minimise.ts';

const usage = `Fits the points by which consolidation judges what a later memory probably ends (src/consolidation/wording/likely-over.ts), and prints
them beside those in use, with recall and precision on pairs that a fit has not seen.

  npm run consolidation:fit`;

/** Labelled sets whose every pair was read while rules were made, and what a pair of each counts. */
const sets = { 'told-freely-2.txt': 1, 'told-freely.txt': 1, 'changes.txt': 0.5, 'contradictions.txt': 0.5 } as const;
/** What a pair of unrelated texts counts. */
const unrelatedWeight = 0.3;
/** Strength of L2. */
const ridge = 2;
const folds = 8;

interface Row {
  readonly set: string;
  readonly fold: number;
  readonly weight: number;
  readonly isOver: boolean;
  /** Null: the texts are not judged by points. */
  readonly signs: readonly number[] | null;
}

function rowOf(was: ReadEnglish, is: ReadEnglish, rest: Omit<Row, 'signs'>): Row {
  const amounts = isLeftToPoints(was, is) ? signsOf(was.told, is.told) : null;
  return { ...rest, signs: amounts && signNames.map((name) => amounts[name] ?? 0) };
}

/** The pairs of a set, and each earlier text beside each later one of another pair with which it shares no word, as far as points judge them. */
function rowsOf(set: string, weight: number): Row[] {
  const { open, heldOut } = readPairs(set);
  const read = [...open, ...heldOut].map(({ label, memories: [was, is] }, place) => ({
    was: readEnglish(was),
    is: readEnglish(is),
    label,
    fold: place % folds,
  }));
  const pairs = read.map(({ was, is, label, fold }) =>
    rowOf(was, is, { set, fold, weight, isOver: label === 'outdated' }),
  );
  const unrelated = read.flatMap(({ was, fold, is: own }) => {
    const words = setOf(was.told.stems).union(setOf(own.told.stems));
    return read
      .filter(({ was: other }) => words.isDisjointFrom(setOf(other.told.stems)))
      .map(({ is }) => rowOf(was, is, { set: 'unrelated', fold, weight: unrelatedWeight, isOver: false }));
  });
  return [...pairs, ...unrelated.filter(({ signs }) => signs !== null)];
}

/** Logistic regression with L2 on all weights but the first, that of `always`. */
const regress = (rows: readonly Row[]): Float64Array =>
  minimise((weights) => {
    const gradient = weights.map((weight, place) => (place === 0 ? 0 : ridge * weight));
    let value = weights.reduce((sum, weight, place) => sum + (place === 0 ? 0 : (ridge / 2) * weight * weight), 0);
    for (const { signs, isOver, weight } of rows) {
      if (!signs) continue;
      const sum = scoreOf(signs, weights);
      value += weight * Math.log1p(Math.exp(isOver ? -sum : sum));
      const error = weight * (1 / (1 + Math.exp(-sum)) - Number(isOver));
      for (const [place, amount] of signs.entries()) gradient[place] = (gradient[place] ?? 0) + error * amount;
    }
    return { value, gradient };
  }, new Float64Array(signNames.length));

const scoreOf = (signs: readonly number[], weights: Float64Array): number =>
  signs.reduce((sum, amount, place) => sum + amount * (weights[place] ?? 0), 0);

function run(): string {
  const rows = Object.entries(sets).flatMap(([set, weight]) => rowsOf(set, weight));
  const unseen = Array.from({ length: folds }, (_, fold) => regress(rows.filter((row) => row.fold !== fold)));
  const isFound = ({ signs, fold }: Row) => signs !== null && scoreOf(signs, unseen[fold] ?? new Float64Array()) > 0;
  const figures = [...Object.keys(sets), 'unrelated'].map((set) => {
    const own = rows.filter((row) => row.set === set);
    const [over, found] = [own.filter(({ isOver }) => isOver), own.filter(isFound)];
    const right = found.filter(({ isOver }) => isOver).length;
    return `${set.padEnd(20)} ${right} of ${over.length} found, ${found.length - right} of ${own.length - over.length} wrongly`;
  });
  const weights = regress(rows);
  const fitted = signNames.map(
    (name, place) =>
      `${name.padEnd(20)} ${(weights[place] ?? 0).toFixed(2).padStart(6)} ${String(pointsOf(name)).padStart(6)}`,
  );
  return [...figures, '', `${'sign'.padEnd(20)} fitted in use`, ...fitted].join('\n');
}

await command(usage, async () => run());

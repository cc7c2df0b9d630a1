import type { Evidence } from './evidence.ts';
import type { FeatureName } from './feature-names.ts';
import type { QuestionPatternName } from './pattern-names.ts';
import { patternBit } from './patterns.ts';
import { hasRarest, meanRarity, ownStems, sharedPairs, sharePresent, textLength } from './stem-features.ts';
import type { Turn } from './turn.ts';

/** The value of a feature for one turn of the pool. */
export type Feature = (turn: Turn, index: number) => number;

/** Each feature of the second stage, for one question to one pool. Source: retrieval recipe, stage 2, by the same names. */
export function features(evidence: Evidence): Readonly<Record<FeatureName, Feature>> {
  return { ...ofScores(evidence), ...ofStems(evidence), ...ofForm(evidence), ...ofPlace(evidence), ...ofFit(evidence) };
}

const has = ({ patterns }: Turn, name: keyof typeof patternBit): number =>
  (patterns & patternBit[name]) === 0 ? 0 : 1;

const form =
  (name: keyof typeof patternBit): Feature =>
  (turn) =>
    has(turn, name);

/** Of a long text alone; of a short one 0. */
const ofLong =
  (feature: Feature): Feature =>
  (turn, index) =>
    feature(turn, index) * (1 - has(turn, 'SHORT'));

/** Scores of the turn and of those next to it. */
function ofScores({ smoothed, sessionBest, lexical, dense, match, windowMatch, near, asked }: Evidence) {
  const own = (values: Float64Array) => (_: Turn, index: number) => values[index] ?? 0;
  const at = (values: Float64Array, places: number) => (_: Turn, index: number) => near.valueAt(values, index, places);
  const forLength = (values: Float64Array) => (turn: Turn, index: number) =>
    (values[index] ?? 0) * lengthShare(turn.termCount / asked.scope.meanTerms);
  return {
    S: own(smoothed),
    smax: own(sessionBest),
    l: own(lexical),
    d: own(dense),
    'l-2': at(lexical, -2),
    'l+1': at(lexical, 1),
    'l+2': at(lexical, 2),
    'd+1': at(dense, 1),
    'd+2': at(dense, 2),
    'ms-1': at(match, -1),
    'ms-2': at(match, -2),
    msw2: own(windowMatch),
    msw2lf: forLength(windowMatch),
    mslf: forLength(match),
    'ms*long': ofLong(own(match)),
  };
}

/** What BM25 with k1 .9 and b .6 makes of a length, given against the mean. Source: as above, MaxSim, lf / 1.9. */
const lengthShare = (length: number): number => 1 / (1 + 0.9 * (0.4 + 0.6 * (Number.isFinite(length) ? length : 1)));

/** What the stems say. */
function ofStems({ asked: { question, scope } }: Evidence) {
  const pairs: Feature = (turn) => sharedPairs(turn, question);
  const own = ownStems();
  const rarity = meanRarity(scope);
  return {
    bi: pairs,
    'bi*long': ofLong(pairs),
    rare: (turn: Turn) => hasRarest(turn, question),
    ent: (turn: Turn) => sharePresent(own(turn), question.capitalised),
    num: (turn: Turn) => sharePresent(own(turn), question.numbers),
    Dlen: (turn: Turn) => textLength(own(turn)),
    Dmidf: (turn: Turn) => rarity(own(turn)),
  };
}

/** The form of the text, whatever the question. */
function ofForm({ assisted }: Evidence) {
  return {
    Dhasq: form('ASKS'),
    Dsp: form('SP'),
    'Dsp*long': ofLong(form('SP')),
    Dfp: form('FP'),
    Dtime: form('TIME'),
    'Dtime*long': ofLong(form('TIME')),
    Dnum: form('NUM'),
    Dprop: form('PROP'),
    Dpast: form('PAST'),
    Dgre: form('GREET'),
    short1k: form('SHORT'),
    role: ({ role }: Turn) => (assisted && role === 'USER' ? 1 : 0),
  };
}

/** Turns before this place open their session. */
const openingTurns = 2;

/** Where the turn stands, and after what. */
function ofPlace({ turns, near, lexical, dense }: Evidence) {
  const previous = (index: number): Turn | undefined => turns[near.indexAt(index, -1)];
  return {
    first3: ({ ordinal }: Turn) => (ordinal < openingTurns ? 1 : 0),
    pos: ({ ordinal, sessionSize }: Turn) => ordinal / Math.max(1, sessionSize),
    'prevq*l-1': (_: Turn, index: number) => {
      const before = previous(index);
      return before ? has(before, 'ENDS_ASKING') * near.valueAt(lexical, index, -1) : 0;
    },
    'same-1*d-1': ({ speaker, role }: Turn, index: number) => {
      const before = previous(index);
      return before && before.speaker === speaker && before.role === role ? near.valueAt(dense, index, -1) : 0;
    },
  };
}

/** Whether the form of the text fits what the question asks for. */
function ofFit({ asked: { question } }: Evidence) {
  const fitting = (asks: QuestionPatternName, name: keyof typeof patternBit): Feature =>
    question.matches.has(asks) ? form(name) : () => 0;
  return {
    'spk*fp': (turn: Turn) => (question.named !== null && turn.speaker === question.named ? has(turn, 'FP') : 0),
    'when*time': fitting('when', 'TIME'),
    'many*num': fitting('many', 'NUM'),
    'qname*quo': fitting('qname_quo', 'QUO'),
    'qname*prop': fitting('qname_prop', 'PROP'),
    'qpast*past': fitting('qpast', 'PAST'),
    'qfut*fut': fitting('qfut', 'FUT'),
  };
}

import { b, k1 } from '../okapi.ts';
import { columnOf, gather, once, times } from './column-values.ts';
import type { Evidence } from './evidence.ts';
import type { FeatureName } from './feature-names.ts';
import type { QuestionPatternName } from './pattern-names.ts';
import { patternBit } from './patterns.ts';
import { type StemColumns, stemColumns } from './stem-features.ts';
import type { Turn } from './turn.ts';

/** The values of a feature for the members of the pool, in their order. */
export type Feature = () => Float64Array;

type FormName = keyof typeof patternBit;

/** Each feature of the second stage, for one question to one pool. Source: retrieval recipe, stage 2, by the same names. */
export function features(evidence: Evidence): Readonly<Record<FeatureName, Feature>> {
  const form = forms(evidence);
  const long = once(() => form('SHORT')().map((isShort) => 1 - isShort));
  const ofLong =
    (feature: Feature): Feature =>
    () =>
      times(feature(), long());
  return {
    ...ofScores(evidence, ofLong),
    ...ofStems(evidence, ofLong),
    ...ofForm(evidence, form, ofLong),
    ...ofPlace(evidence),
    ...ofFit(evidence, form),
  };
}

/** Whether the texts have a form: 1 or 0. */
function forms({ turns, members }: Evidence): (name: FormName) => Feature {
  const patterns = new Int32Array(members.length);
  for (let member = 0; member < members.length; member++) patterns[member] = turns[members[member] ?? 0]?.patterns ?? 0;
  return (name) => () => columnOf(patterns, (bits) => ((bits & patternBit[name]) === 0 ? 0 : 1));
}

/** Of a long text alone; of a short one 0. */
type OfLong = (feature: Feature) => Feature;

/** Scores of the turn and of those next to it. */
function ofScores(evidence: Evidence, ofLong: OfLong) {
  const { smoothed, sessionBest, lexical, dense, match, windowMatch, near, asked, turns, members } = evidence;
  const own = (values: Float64Array) => () => gather(values, members);
  const at = (values: Float64Array, places: number) => () =>
    columnOf(members, (index) => near.valueAt(values, index, places));
  const shares = once(() =>
    columnOf(members, (index) => lengthShare((turns[index]?.termCount ?? 0) / asked.scope.meanTerms)),
  );
  const forLength = (values: Float64Array) => () => times(gather(values, members), shares());
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

/** What BM25 makes of a length, given against the mean. Source: as above, MaxSim, lf / 1.9: that is lf over k1 + 1. */
const lengthShare = (length: number): number => 1 / (1 + k1 * (1 - b + b * (Number.isFinite(length) ? length : 1)));

/** What the stems say. */
function ofStems(evidence: Evidence, ofLong: OfLong) {
  const columns = once(() => stemColumns(evidence));
  const the = (column: keyof StemColumns) => () => columns()[column];
  return {
    bi: the('pairs'),
    'bi*long': ofLong(the('pairs')),
    rare: the('rarest'),
    ent: the('capitalised'),
    num: the('numbers'),
    Dlen: the('length'),
    Dmidf: the('rarity'),
  };
}

/** The form of the text, whatever the question. */
function ofForm({ turns, members, assisted }: Evidence, form: (name: FormName) => Feature, ofLong: OfLong) {
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
    role: () => columnOf(members, (index) => (assisted && turns[index]?.role === 'USER' ? 1 : 0)),
  };
}

/** Turns before this place open their session. */
const openingTurns = 2;

/** Where the turn stands, and after what. */
function ofPlace({ turns, members, near, lexical, dense }: Evidence) {
  const previous = (index: number): Turn | undefined => turns[near.indexAt(index, -1)];
  return {
    first3: () => columnOf(members, (index) => ((turns[index]?.ordinal ?? 0) < openingTurns ? 1 : 0)),
    pos: () => columnOf(members, (index) => (turns[index]?.ordinal ?? 0) / Math.max(1, turns[index]?.sessionSize ?? 1)),
    'prevq*l-1': () =>
      columnOf(members, (index) => {
        const asks = ((previous(index)?.patterns ?? 0) & patternBit.ENDS_ASKING) !== 0;
        return asks ? near.valueAt(lexical, index, -1) : 0;
      }),
    'same-1*d-1': () =>
      columnOf(members, (index) => {
        const [turn, before] = [turns[index], previous(index)];
        const isSame = before && before.speaker === turn?.speaker && before.role === turn.role;
        return isSame ? near.valueAt(dense, index, -1) : 0;
      }),
  };
}

/** Whether the form of the text fits what the question asks for. */
function ofFit({ turns, members, asked: { question } }: Evidence, form: (name: FormName) => Feature) {
  const fitting = (asks: QuestionPatternName, name: FormName): Feature =>
    question.matches.has(asks) ? form(name) : () => new Float64Array(members.length);
  const byNamed = () =>
    columnOf(members, (index) => (question.named !== null && turns[index]?.speaker === question.named ? 1 : 0));
  return {
    'spk*fp': () => times(byNamed(), form('FP')()),
    'when*time': fitting('when', 'TIME'),
    'many*num': fitting('many', 'NUM'),
    'qname*quo': fitting('qname_quo', 'QUO'),
    'qname*prop': fitting('qname_prop', 'PROP'),
    'qpast*past': fitting('qpast', 'PAST'),
    'qfut*fut': fitting('qfut', 'FUT'),
  };
}

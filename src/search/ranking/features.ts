import { b, k1 } from '../okapi.ts';
import { exactness } from './date-nearness.ts';
import type { Evidence } from './evidence.ts';
import type { FeatureName } from './feature-names.ts';
import { patternBit, type QuestionPatternName } from './patterns.ts';
import { isOfSide } from './profile.ts';
import { type StemColumns, stemColumns } from './stem-features.ts';

/** Writes the values of a feature for the members of the pool, in their order, into a column of zeros. */
type Feature = (column: Float64Array) => void;

/** Each feature of the second stage, for one question to one pool. Source: retrieval recipe, stage 2, by the same names. */
export function features(evidence: Evidence): Readonly<Record<FeatureName, Feature>> {
  return {
    ...ofScores(evidence),
    ...ofStems(evidence),
    ...ofForm(evidence),
    ...ofPlace(evidence),
    ...ofFit(evidence),
  };
}

/** 1 for the members for which the condition holds, else 0. */
const where =
  (holds: (member: number) => boolean): Feature =>
  (column) => {
    for (let member = 0; member < column.length; member++) if (holds(member)) column[member] = 1;
  };

const nowhere: Feature = () => {};

/** What `valueFor` says of the turn before and the member; 0 for the first of a sitting. */
const ofPrevious =
  ({ near }: Evidence, valueFor: (previous: number, member: number) => number): Feature =>
  (column) => {
    for (let member = 0; member < column.length; member++) {
      const previous = near.placeAt(member, -1);
      if (previous >= 0) column[member] = valueFor(previous, member);
    }
  };

type FormName = keyof typeof patternBit;

/** Whether the text of a turn has the form. */
function hasForm({ turns: { patterns } }: Evidence, name: FormName): (place: number) => boolean {
  const bit = patternBit[name];
  return (place) => ((patterns[place] ?? 0) & bit) !== 0;
}

/** The feature for long texts only; 0 for short ones. */
const ofLong =
  (feature: Feature, { turns: { patterns } }: Evidence): Feature =>
  (column) => {
    feature(column);
    for (let member = 0; member < column.length; member++)
      if (((patterns[member] ?? 0) & patternBit.SHORT) !== 0) column[member] = 0;
  };

/** Scores of the turn and of its neighbours. */
function ofScores(evidence: Evidence) {
  const { smoothed, sittingBest, lexical, dense, match, windowMatch, near, asked, turns } = evidence;
  const own =
    (values: Float64Array): Feature =>
    (column) =>
      column.set(values.subarray(0, column.length));
  const at =
    (values: Float64Array, places: number): Feature =>
    (column) => {
      for (let member = 0; member < column.length; member++) column[member] = near.valueAt(values, member, places);
    };
  const matchForLength: Feature = (column) => {
    for (let member = 0; member < column.length; member++) {
      const share = lengthShare((turns.termCounts[member] ?? 0) / asked.scope.meanTerms);
      column[member] = (match[member] ?? 0) * share;
    }
  };
  return {
    S: own(smoothed),
    smax: own(sittingBest),
    l: own(lexical),
    d: own(dense),
    'l-2': at(lexical, -2),
    'l+1': at(lexical, 1),
    'ms-1': at(match, -1),
    msw2: own(windowMatch),
    mslf: matchForLength,
    'ms*long': ofLong(own(match), evidence),
  };
}

/** BM25's factor for a length relative to the mean. Source: as above, MaxSim, lf / 1.9: that is lf over k1 + 1. */
const lengthShare = (length: number): number => 1 / (1 + k1 * (1 - b + b * (Number.isFinite(length) ? length : 1)));

/** Stems beyond this count add nothing. Source: retrieval recipe, stage 2: Dlen. */
const mostTerms = 60;
/** Number of different stems from which a text that asks says something besides. Source: docs/adr/0068. */
const enoughBesides = 16;
/** Number of different stems from which an answer is found by its own words. Source: docs/adr/0070. */
const enoughAlone = 14;
/** Number of different stems from which a reply is more than an echo. Source: docs/adr/0076. */
const enoughAdvice = 10;

/** Features of the stems. */
function ofStems(evidence: Evidence) {
  let columns: StemColumns | null = null;
  const counted = (): StemColumns => {
    columns ??= stemColumns(evidence);
    return columns;
  };
  const the =
    (name: keyof StemColumns): Feature =>
    (column) =>
      column.set(counted()[name]);
  const byWords =
    (valueFor: (words: number) => number): Feature =>
    (column) => {
      const { words } = counted();
      for (let member = 0; member < column.length; member++) column[member] = valueFor(words[member] ?? 0);
    };
  return {
    ...ofBriefness(evidence, () => counted().words),
    bi: the('pairs'),
    'bi*long': ofLong(the('pairs'), evidence),
    rare: the('rarest'),
    Dlen: byWords((words) => Math.log1p(Math.min(words, mostTerms))),
    Dmidf: the('rarity'),
  };
}

/** Features of short questions, and of short texts that others lead to. `counted` returns the number of different stems of each member. */
function ofBriefness(evidence: Evidence, counted: () => Float64Array) {
  const { lexical, match } = evidence;
  const [isAsking, endsAsking] = [hasForm(evidence, 'ASKS'), hasForm(evidence, 'ENDS_ASKING')];
  const asks: Feature = (column) => {
    const words = counted();
    for (let member = 0; member < column.length; member++)
      if (isAsking(member)) column[member] = brevity(words[member], enoughBesides);
  };
  /** How well a turn matches. The soft match is squared, since "How long …?" matches each "How long …?" somewhat. */
  const fitOf = (place: number): number => Math.max(lexical[place] ?? 0, (match[place] ?? 0) ** 2);
  /** How well the short question before a short text matches: "The left." tells what "Which wrist?" asks for. */
  const answers = ofPrevious(evidence, (previous, member) => {
    if (!endsAsking(previous)) return 0;
    const words = counted();
    return brevity(words[member], enoughAlone) * brevity(words[previous], enoughBesides) * fitOf(previous);
  });
  return { asks, answers, ...ofTwoBefore(evidence, counted, fitOf), replies: replies(evidence, counted, fitOf) };
}

/** How well the turn two before matches, of the same speaker. */
function ofTwoBefore(evidence: Evidence, counted: () => Float64Array, fitOf: (place: number) => number) {
  const { near, turns } = evidence;
  const { participants } = turns;
  const [isAsking, endsAsking] = [hasForm(evidence, 'ASKS'), hasForm(evidence, 'ENDS_ASKING')];
  const isOfAssistant = ofAssistant(evidence);
  const subjectOf = (member: number): number => {
    const subject = near.placeAt(member, -2);
    return subject >= 0 && participants[subject] === participants[member] ? subject : -1;
  };
  /** Of what somebody only began to tell: "The notary called!" – "What about?" – "The orchard is ours." */
  const opened = ofPrevious(evidence, (previous, member) => {
    const opener = subjectOf(member);
    if (opener < 0 || !endsAsking(previous) || isAsking(opener)) return 0;
    return brevity(counted()[opener], enoughBesides) * fitOf(opener);
  });
  /** Of what an assistant answered, before brief news of it: "Where could we marry?" – "In an orangery, …" – "We've booked the farm!" Not of an opener. */
  const settled = ofPrevious(evidence, (previous, member) => {
    const subject = subjectOf(member);
    if (subject < 0 || isAsking(member) || isOfAssistant(member) || !isOfAssistant(previous)) return 0;
    if (endsAsking(previous) && !isAsking(subject)) return 0;
    return brevity(counted()[member], enoughAlone) * fitOf(subject);
  });
  return { opened, settled };
}

/**
 * How well what an assistant replied to matches: "What did you suggest for my back?" asks for what stands behind "My back hurts", and "Why did
 * the tablets crash?" at a help desk for what stands behind "They crash".
 */
function replies(evidence: Evidence, counted: () => Float64Array, fitOf: (place: number) => number): Feature {
  const { asksForReply } = evidence.asked.question;
  if (asksForReply === 0) return nowhere;
  const isOfAssistant = ofAssistant(evidence);
  return ofPrevious(evidence, (previous, member) => {
    const isReply = isOfAssistant(member) && !isOfAssistant(previous);
    return isReply ? asksForReply * Math.min(1, (counted()[member] ?? 0) / enoughAdvice) * fitOf(previous) : 0;
  });
}

/** Whether a turn is an assistant's. */
const ofAssistant =
  ({ turns }: Evidence) =>
  (place: number): boolean =>
    isOfSide('assistant', turns.participant(place));

/** 1 for a text without stems, 0 from `enough` on and for a text outside the pool, whose stems are not known. */
const brevity = (words: number | undefined, enough: number): number => Math.max(0, 1 - (words ?? enough) / enough);

/** Features of the text's form, independent of the question. */
function ofForm(evidence: Evidence) {
  const { turns, asked } = evidence;
  const { side } = asked.question;
  const form = (name: FormName) => where(hasForm(evidence, name));
  return {
    Dhasq: form('ASKS'),
    Dsp: form('SP'),
    'Dsp*long': ofLong(form('SP'), evidence),
    Dfp: form('FP'),
    Dtime: form('TIME'),
    'Dtime*long': ofLong(form('TIME'), evidence),
    short1k: form('SHORT'),
    role: side === null ? nowhere : where((member) => isOfSide(side, turns.participant(member))),
  };
}

/** Features of the turn's place in its sitting and of the turn before it. */
function ofPlace(evidence: Evidence) {
  const { turns, near, lexical, dense } = evidence;
  const { participants } = turns;
  const endsAsking = hasForm(evidence, 'ENDS_ASKING');
  return {
    first3: where((member) => near.opens(member)),
    'prevq*l-1': ofPrevious(evidence, (previous) => (endsAsking(previous) ? (lexical[previous] ?? 0) : 0)),
    'same-1*d-1': ofPrevious(evidence, (previous, member) =>
      participants[previous] === participants[member] ? (dense[previous] ?? 0) : 0,
    ),
  };
}

/** Features that say whether the form of the text fits what the question asks for. */
function ofFit(evidence: Evidence) {
  const { turns, asked } = evidence;
  const { matches, named, date } = asked.question;
  const isFirstPerson = hasForm(evidence, 'FP');
  const fitting = (asks: QuestionPatternName, name: FormName): Feature =>
    matches.has(asks) ? where(hasForm(evidence, name)) : nowhere;
  /** A note is of its day; what happened on a day is told in talks some days later, as `nearness` allows for. */
  const dated: Feature = (column) => {
    if (date === null) return;
    for (let member = 0; member < column.length; member++)
      if (turns.participant(member).role === null) column[member] = exactness(date, turns.days[member] ?? 0);
  };
  return {
    dated,
    'spk*fp':
      named === null
        ? nowhere
        : where((member) => isFirstPerson(member) && turns.participant(member).speaker === named),
    'when*time': fitting('when', 'TIME'),
    'many*num': fitting('many', 'NUM'),
    'qname*quo': fitting('qname_quo', 'QUO'),
    'qname*prop': fitting('qname_prop', 'PROP'),
    'qpast*past': fitting('qpast', 'PAST'),
    'qfut*fut': fitting('qfut', 'FUT'),
  };
}

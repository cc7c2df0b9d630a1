import { isAttitude } from './deeds.ts';
import { relatives } from './relatives.ts';
import {
  isOwner,
  isPossessive,
  joins,
  nounStart,
  type SaidOfNames,
  type Sentence,
  type Somebody,
  speaker,
} from './sentence.ts';
import type { Deed } from './subjects.ts';
import { denies } from './unstated.ts';
import { lower, textAt, type Word } from './word.ts';

/** Maximum number of words between a verb and what it is done to: further apart, they have little to do with each other. */
const mostWordsBetween = 8;

const prepositions = new Set(
  'at in to for from with of on by near into about against beside behind around across along under over onto towards outside inside between among alongside opposite'.split(
    ' ',
  ),
);
/** Verbs that say nothing without what follows. */
const empty = new Set('be have do get let'.split(' '));
const placing = /^(from|in|at|near|with|on)$/;

interface Target {
  readonly start: number;
  readonly end: number;
  readonly to: Somebody;
}

/** Returns what somebody does to the names behind a verb, up to the next verb's own. */
export function doneTo(sentence: Sentence, deed: Deed, until: number): SaidOfNames[] {
  const { words } = sentence;
  if (!deed.isStated || deed.doers.length === 0) return [];
  const found: SaidOfNames[] = doneToWhom(sentence, deed);
  let last: { readonly end: number; readonly type: string } | null = null;
  for (const target of targetsOf(sentence, deed.at + 1, Math.min(until, deed.at + mostWordsBetween + 2))) {
    const type: string | null = wayTo(sentence, deed, target, last);
    if (type === null || denies(words.slice(deed.at + 1, target.start))) continue;
    last = { end: target.end, type };
    const by = deed.isPassive && type.endsWith(' by');
    for (const doer of deed.doers) {
      if (doer === target.to) continue;
      const said = by ? { from: target.to, to: doer, type: type.slice(0, -3) } : { from: doer, to: target.to, type };
      found.push({ ...said, weight: 1 });
    }
  }
  return found;
}

/** "Domino, whom she rides" */
function doneToWhom({ words, nameAt }: Sentence, deed: Deed): SaidOfNames[] {
  const whom = nameAt.get(deed.begins - 2);
  if (!whom || !/^(which|whom|who|that)$/i.test(textAt(words, deed.begins - 1)) || empty.has(deed.root)) return [];
  return deed.doers.filter((doer) => doer !== whom).map((from) => ({ from, to: whom, type: deed.root, weight: 1 }));
}

function targetsOf({ words, nameAt }: Sentence, start: number, end: number): Target[] {
  const targets: Target[] = [];
  for (let at = start; at < end; at += 1) {
    const name = nameAt.get(at);
    if (name?.start === at) targets.push({ start: at, end: name.end, to: name });
    else if (/^(me|us)$/.test(textAt(words, at))) targets.push({ start: at, end: at + 1, to: speaker });
  }
  return targets;
}

/** Returns the verb with what leads from it to a name; null if nothing does. */
function wayTo(
  sentence: Sentence,
  deed: Deed,
  target: Target,
  last: { readonly end: number; readonly type: string } | null,
): string | null {
  const { words } = sentence;
  if (isOwner(sentence, target.end - 1) || isPartOfNoun(sentence, target)) return null;
  const start = nounStartOf(sentence, target.start);
  const before = words[start - 1];
  if (!before) return null;
  const verb = verbEnd(words, deed);
  // "I agree, Caroline."
  if (before.ends && !(target.to !== speaker && target.to.isTitle)) return null;
  if (joins(before) && last && last.end <= start - 1) return last.type;
  const direct = start - 1 <= verb.end || isDative(words, verb.end, start - 1);
  if (prepositions.has(lower(before)) && start - 1 > deed.at)
    return byPreposition(sentence, deed, verb.root, start - 1, start - 1 === verb.end + 1);
  if (!direct || deed.isPassive || empty.has(deed.root) || (saying.test(deed.root) && words[deed.at - 1]?.ends))
    return null;
  return naming.test(deed.root) ? null : verb.root;
}

const naming = /^(call|name|be born)$/;
const saying = /^(say)$/;

/** "gave me Rex" */
const isDative = (words: readonly Word[], verb: number, at: number): boolean =>
  at === verb + 1 && /^(me|us|him|her|them|you)$/.test(textAt(words, at));

/** "an LGBTQ centre" is no LGBTQ. */
function isPartOfNoun({ words, nameAt, isPerson }: Sentence, { start, end, to }: Target): boolean {
  const next = words[end];
  if (to === speaker || words[end - 1]?.ends || !next?.tags.has('Noun') || next.tags.has('Pronoun') || nameAt.has(end))
    return false;
  return !isPerson(to) || words[start - 1]?.tags.has('Determiner') === true || /^an?$/.test(textAt(words, start - 1));
}

/** "his wife, Pernille" is one noun. */
function nounStartOf(sentence: Sentence, name: number): number {
  const { words } = sentence;
  const start = nounStart(sentence, name);
  const noun = words[start - 1];
  if (!noun?.ends || !noun.tags.has('Noun') || sentence.nameAt.has(start - 1)) return start;
  const before = nounStart(sentence, start - 1);
  return isPossessive(words[before] ?? noun) || relatives.has(lower(noun)) ? before : start;
}

/** Returns the verb with its particle: "grew up", "picked me up". */
function verbEnd(words: readonly Word[], { at, root }: Deed): { root: string; end: number } {
  const next = words[at + 1];
  if (next?.tags.has('Particle')) return { root: `${root} ${lower(next)}`, end: at + 1 };
  const behind =
    /^(me|us|him|her|them|it)$/.test(textAt(words, at + 1)) && /^(up|off|out|down|over)$/.test(textAt(words, at + 2));
  let end = at;
  while (words[end + 1]?.tags.has('Adverb') && !words[end]?.ends) end += 1;
  return { root: behind ? `${root} ${textAt(words, at + 2)}` : root, end };
}

function byPreposition(
  { words, nameAt }: Sentence,
  deed: Deed,
  root: string,
  at: number,
  isAdjacent: boolean,
): string | null {
  const preposition = textAt(words, at);
  const isWay = !/^(because|instead|out|front|ahead|outside|behalf|top|kind|sort|lot)$/.test(textAt(words, at - 1));
  if (!isWay || (preposition === 'of' && !isAdjacent)) return null;
  if (deed.root === 'be') return isPlacing(words, deed.at, at) ? `be ${preposition}` : null;
  if (/^(have|do|let)$/.test(deed.root)) return null;
  if (deed.root === 'get' && !(isAdjacent ? /^(from|into|to)$/ : /^from$/).test(preposition)) return null;
  if (preposition === 'by' && !isAdjacent && !deed.isPassive) return null;
  if (isAttitude(deed.root) && !isAdjacent && !nameAt.has(at - 1)) return null;
  return `${root} ${preposition}`;
}

/** "is from", "is now in", "is a chef at"; neither "is a fan of" nor "is happy about". */
function isPlacing(words: readonly Word[], verb: number, at: number): boolean {
  const between = words.slice(verb + 1, at).filter(({ tags }) => !tags.has('Adverb'));
  const isNoun =
    /^(an?|the)$/.test(between[0]?.text ?? '') && between.every(({ ends, tags }) => !ends && !tags.has('Verb'));
  return (
    placing.test(textAt(words, at)) &&
    (between.length === 0 || (isNoun && textAt(words, at) !== 'with' && textAt(words, at) !== 'on'))
  );
}

import { wordSet } from '../../platform/word-lists.ts';
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
import { denies, ofWishing } from './unstated.ts';
import { hasTag, lower, textAt, type Word } from './word.ts';

const ofLoners = wordSet('Preposition Date Adverb Conjunction');
const ofOwners = wordSet('Pronoun Possessive');

/** Maximum number of words between a verb and what it is done to: further apart, they have little to do with each other. */
const mostWordsBetween = 8;

const prepositions = wordSet(
  'at in to for from with of on by near into about against beside behind around across along under over onto towards outside inside between among alongside opposite',
);
/** Verbs that say nothing without what follows. */
const empty = new Set('be do let call name'.split(' ')).add('be born');
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
  let last: Told | null = null;
  for (const target of targetsOf(sentence, deed.at + 1, Math.min(until, deed.at + mostWordsBetween + 2))) {
    const type: string | null = wayTo(sentence, deed, target, last);
    if (type === null || denies(words.slice(deed.at + 1, target.start))) continue;
    last = { end: target.end, type };
    const by = deed.isPassive && type.endsWith(' by');
    for (const doer of deed.doers) {
      if (doer === target.to) continue;
      const said = by ? { from: target.to, to: doer, type: deed.root } : { from: doer, to: target.to, type };
      found.push({ ...said, weight: 1 });
    }
  }
  return found;
}

const mutual = /^(marry|divorce|split|separate|meet|break|date)$/;

/** "Alex and Sam divorced", "Lena and I met in Graz"; not "Lena and I met Graziella" */
export function doneToEachOther(words: readonly Word[], deed: Deed): SaidOfNames[] {
  const [one, other, ...more] = deed.doers;
  if (!deed.isStated || !mutual.test(deed.root) || !one || !other || more.length > 0) return [];
  const verb = verbEnd(words, deed);
  const next = words[verb.end + 1];
  const isAlone = !next || words[verb.end]?.ends || hasTag(next, ofLoners);
  return isAlone && next?.text !== 'with' ? [{ from: one, to: other, type: verb.root, weight: 1 }] : [];
}

/** "Domino, whom she rides" */
function doneToWhom({ words, nameAt }: Sentence, deed: Deed): SaidOfNames[] {
  const whom = nameAt.get(deed.begins - 2);
  if (!whom || !/^(which|whom|who)$/i.test(textAt(words, deed.begins - 1)) || /^(be|have|do|get|let)$/.test(deed.root))
    return [];
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

/** What was told of the name before, and where that ends. */
interface Told {
  readonly end: number;
  readonly type: string;
}

/** Returns the verb with what leads from it to a name; null if nothing does. */
function wayTo(sentence: Sentence, deed: Deed, target: Target, last: Told | null): string | null {
  const { words } = sentence;
  if (isOwner(sentence, target.end - 1) || isPartOfNoun(sentence, target)) return null;
  const start = nounStartOf(sentence, target);
  const before = words[start - 1];
  // "I agree, Caroline."
  if (!before || (before.ends && (target.to === speaker || !target.to.isTitle))) return null;
  // "and joined Monzo": the library takes it for an adjective.
  if (joins(before) && last && last.end < start) return words[start]?.tags.has('Adjective') ? null : last.type;
  // "had lunch with Tom in Rome"
  if (/^(in|at)$/.test(before.text) && last?.end === start - 1 && /^(be|have|get) /.test(last.type))
    return last.type.replace(/\w+$/, before.text);
  const verb = verbEnd(words, deed);
  if (prepositions.has(lower(before)) && start - 1 > deed.at)
    return byPreposition(sentence, deed, verb.root, start - 1, start - 1 === verb.end + 1);
  // "gave me Rex", "gave Tom a Nintendo"
  const isSecond = last?.end === start && last.type === verb.root && start < target.start;
  const isDirect = start - 1 <= verb.end || isDative(words, verb.end, start - 1) || isSecond;
  return isDirect && mayTake(sentence, deed, target, start) ? verb.root : null;
}

const isDative = (words: readonly Word[], verb: number, at: number): boolean =>
  at === verb + 1 && /^(me|us|him|her|them|you)$/.test(textAt(words, at));

/** "has a Tesla"; "has a daughter named Mia" is about who that is, and "was called Tom" about nobody else. */
function mayTake({ words, isPerson }: Sentence, deed: Deed, { start: name, to }: Target, start: number): boolean {
  const [{ root, at, isPassive }, noun] = [deed, words.slice(start, name)];
  if (isPassive || empty.has(root) || (root === 'say' && words[at - 1]?.ends)) return false;
  if (ofWishing.has(root)) return !noun.some(({ text }) => text.endsWith('ing'));
  if (root !== 'have' && root !== 'get') return true;
  return noun.length > 0 && to !== speaker && !isPerson(to) && !noun.some((word) => relatives.has(lower(word)));
}

/** "an LGBTQ centre" is no LGBTQ. */
function isPartOfNoun({ words, nameAt, isPerson }: Sentence, { start, end, to }: Target): boolean {
  const next = words[end];
  if (to === speaker || !next?.tags.has('Noun') || hasTag(next, ofOwners) || nameAt.has(end)) return false;
  const isOne = /^an?$/.test(textAt(words, start - 1));
  if (words[end - 1]?.ends) return isOne && !isPerson(to);
  return isOne || !isPerson(to) || words[start - 1]?.tags.has('Determiner') === true;
}

/** "his wife, Pernille" is one noun, and "his band, Muse", but "my business, Jon" is two. */
function nounStartOf(sentence: Sentence, { start: name, to }: Target): number {
  const { words, nameAt, isPerson } = sentence;
  const start = nounStart(sentence, name);
  const noun = words[start - 1];
  if (!noun?.ends || !noun.tags.has('Noun') || nameAt.has(start - 1)) return start;
  const before = nounStart(sentence, start - 1);
  const isOwned = isPossessive(words[before] ?? noun) && to !== speaker && !isPerson(to);
  return isOwned || relatives.has(lower(noun)) ? before : start;
}

const isPrepositionAt = (words: readonly Word[], at: number): boolean => prepositions.has(textAt(words, at));

const isLeading = (words: readonly Word[], at: number): boolean =>
  textAt(words, at) === 'like' || isPrepositionAt(words, at);

/** Returns the verb with its particle: "grew up", "picked me up". */
function verbEnd(words: readonly Word[], { at, root }: Deed): { root: string; end: number } {
  const next = words[at + 1];
  if (root === 'fall' && /^in love$/.test(`${textAt(words, at + 1)} ${textAt(words, at + 2)}`))
    return { root: 'fall in love', end: at + 2 };
  // "grew up", "moved in with", but "stayed in Rome"
  const isParticle = next?.tags.has('Particle') && !(prepositions.has(lower(next)) && !isPrepositionAt(words, at + 2));
  const isAway = /^(out|up|off|along)$/.test(next?.text ?? '') && isPrepositionAt(words, at + 2);
  if (next && (isParticle || isAway)) return { root: `${root} ${lower(next)}`, end: at + 1 };
  const behind =
    /^(me|us|him|her|them|it)$/.test(textAt(words, at + 1)) && /^(up|off|out|down|over)$/.test(textAt(words, at + 2));
  let end = at;
  while (words[end + 1]?.tags.has('Adverb') && !isLeading(words, end + 1) && !words[end]?.ends) end += 1;
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
  if (preposition === 'of' && !isAdjacent) return null;
  if (deed.root === 'be') return isPlacing(words, deed.at, at) ? `be ${preposition}` : null;
  if (/^(have|get|do|let)$/.test(deed.root) && !isAdjacent) return ofHaving(words, deed, at);
  if (deed.root === 'get' && !/^(from|into|to|along)$/.test(preposition)) return null;
  if (preposition === 'by' && !isAdjacent && !deed.isPassive) return null;
  // "came across a sign for"
  const isWithin = words
    .slice(deed.at + 1, at)
    .some((word, index) => prepositions.has(lower(word)) && !nameAt.has(deed.at + index + 2));
  if (/^(for|about)$/.test(preposition) && isWithin) return null;
  if (isAttitude(deed.root) && !isAdjacent && !nameAt.has(at - 1)) return null;
  // "is engaged to", but "was hired by" is told of who hired.
  const said = deed.isPassive && preposition !== 'by' ? `be ${textAt(words, deed.at)}` : root;
  return `${said} ${preposition}`;
}

/** "had lunch with", "got a job at": the verb alone says nothing; "got a kitten from". */
function ofHaving(words: readonly Word[], { at: verb, root }: Deed, at: number): string | null {
  const [noun, preposition] = [words[at - 1], textAt(words, at)];
  if (root === 'get' && preposition === 'from') return 'get from';
  const isNoun = noun?.tags.has('Noun') && !noun.tags.has('Pronoun') && at - verb < 5 && !noun.ends;
  const isOnly = words.slice(verb + 1, at).every(({ text }) => !prepositions.has(text));
  return noun && isNoun && isOnly && /^(with|in|at)$/.test(preposition) && /^(have|get)$/.test(root)
    ? `${root} ${lower(noun)} ${preposition}`
    : null;
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

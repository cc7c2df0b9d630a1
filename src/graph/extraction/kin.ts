import { wordMap, wordSet } from '../../platform/word-lists.ts';
import type { NameSpan } from './name.ts';
import { relatives } from './relatives.ts';
import {
  isI,
  isOwner,
  isPossessive,
  isWithinNoun,
  joins,
  peopleBefore,
  rowFrom,
  rowUpTo,
  type SaidOfNames,
  type Sentence,
  type Somebody,
  speaker,
} from './sentence.ts';
import type { Deed } from './subjects.ts';
import { denies } from './unstated.ts';
import { textAt, type Word } from './word.ts';

/** What a firm may be, too: they do not show that a name is a person's. */
const roles = wordSet('employer client customer supplier publisher sponsor competitor rival insurer');
const singulars = wordMap('children:child wives:wife');

/** What a noun says that somebody is to somebody. */
interface Role {
  readonly type: string;
  readonly isPlural: boolean;
}

/** "sister", "ex-wife", "parents" */
function roleAt(words: readonly Word[], at: number): Role | null {
  const [text, before] = [textAt(words, at), textAt(words, at - 1)];
  const prefix = /^(ex|step|half)$/.test(before) ? `${before}-` : '';
  const isRole = (noun: string) => [relatives, roles].some((all) => all.has(noun.replace(prefixed, '')));
  const single = singulars.get(text) ?? text.replace(/s$/, '');
  const isPlural = single !== text && isRole(single);
  return isPlural || isRole(text) ? { type: prefix + (isPlural ? single : text), isPlural } : null;
}

const prefixed = /^(ex|step|half|great|co)-/;

/** Returns whose sister "my sister", "Tom and Julia's little sister" and "her sister" is. */
function ownersOf(sentence: Sentence, role: number): readonly Somebody[] {
  const { words, nameAt } = sentence;
  let at = role - 1;
  while (role - at < 5 && isWithinNoun(sentence, at) && !isPossessive(words[at])) at -= 1;
  const text = textAt(words, at);
  if (/^(my|our)$/.test(text)) return [speaker];
  if (/^(his|her|their)$/.test(text)) return peopleBefore(sentence, at).slice(-1);
  const name = nameAt.get(text === 'whose' ? at - 1 : at);
  if (!name || (text !== 'whose' && !isOwner(sentence, at))) return [];
  return rowUpTo(sentence, name);
}

/** Returns what the people of a sentence are said to be to each other, and to the speaker. */
export function findKin(sentence: Sentence, deeds: readonly Deed[], stated: readonly boolean[]): SaidOfNames[] {
  const read: Reading = { ...sentence, deeds, stated };
  return sentence.names.flatMap((name) => {
    for (const reader of [kinBefore, kinBehind, titled, kinNamed, saidToBe, toEachOther, kinHad]) {
      const found = reader(read, name);
      if (found.length > 0) return found;
    }
    return [];
  });
}

interface Reading extends Sentence {
  readonly deeds: readonly Deed[];
  readonly stated: readonly boolean[];
}

function related(owners: readonly Somebody[], { type, isPlural }: Role, row: readonly NameSpan[]): SaidOfNames[] {
  if (isPlural && row.length < 2) return [];
  const all = isPlural ? row : row.slice(0, 1);
  return owners.flatMap((from) => all.filter((to) => to !== from).map((to) => ({ from, to, type, weight: 1 })));
}

/** "my sister Julia", "Julia's sister Anna", "his wife, Pernille", "my accountant, a Mr Pemberton", "my parents, Gudrun and Horst" */
function kinBefore(read: Reading, name: NameSpan): SaidOfNames[] {
  const { words } = read;
  const at = roleEnd(read, name);
  const role = roleAt(words, at);
  if (!role || words[at]?.possessive) return [];
  const [whose] = [ownersOf(read, at), ownersOfWhom(read, at)].filter(({ length }) => length > 0);
  return related(whose ?? [], role, rowFrom(read, name));
}

/** "my boss at Siemens, a Mr Kurz", "a friend of mine, Gudrun" */
function roleEnd({ words, nameAt }: Sentence, name: NameSpan): number {
  if (/^of (mine|ours)$/.test(`${textAt(words, name.start - 2)} ${textAt(words, name.start - 1)}`))
    return name.start - 3;
  const at = name.start - (textAt(words, name.start - 1) === 'a' && words[name.start - 2]?.ends ? 2 : 1);
  const place = words[at]?.ends ? nameAt.get(at) : undefined;
  return place && /^(at|from|in)$/.test(textAt(words, place.start - 1)) ? place.start - 2 : at;
}

/** "Freja, my fiancée", "Max, Julia's brother, left", "Ottilie, the mother of Jasper" */
function kinBehind(read: Reading, name: NameSpan): SaidOfNames[] {
  const { words } = read;
  if (!words[name.end - 1]?.ends || isOwner(read, name.end - 1)) return [];
  const at = complementAt(read, name.end);
  const role = at < 0 ? null : roleAt(words, at);
  if (!role) return [];
  const owners = words[at]?.ends ? ownersBehind(read, name, at) : ownersOfWhom(read, at);
  return related(owners, role, [name]);
}

/** "Pernille, his wife": not her own. */
function ownersBehind(read: Reading, name: NameSpan, at: number): readonly Somebody[] {
  const owners = ownersOf(read, at);
  return owners.includes(name) ? peopleBefore(read, name.start).slice(-1) : owners;
}

/** Titles that somebody has for whoever says them: not "Father Brown". */
const familiar = /^(grandma|grandpa|granny|nana|aunt|auntie|uncle)$/i;

/** "My Aunt Meg", "Grandma Edeltraud raised me" */
function titled(read: Reading, name: NameSpan): SaidOfNames[] {
  const { words } = read;
  const role = name.end - name.start > 1 ? roleAt(words, name.start) : null;
  if (!role) return [];
  const owners = ownersOf(read, name.start);
  const isBare = familiar.test(textAt(words, name.start)) && !isWithinNoun(read, name.start - 1);
  return related(isBare && owners.length === 0 ? [speaker] : owners, role, [name]);
}

/** "my boss is Tom", "my daughter is called Else", "my wife's name is Clara" */
function kinNamed(read: Reading, name: NameSpan): SaidOfNames[] {
  const { words, stated } = read;
  const verb = name.start - (/^(called|named)$/.test(textAt(words, name.start - 1)) ? 2 : 1);
  if (!/^(is|was|are|were)$/.test(textAt(words, verb)) || !stated[verb] || isOwner(read, name.end - 1)) return [];
  const at = textAt(words, verb - 1) === 'name' ? verb - 2 : verb - 1;
  // "Tom's manager at Bosch is"
  const place = read.nameAt.get(at);
  const head = place && /^(at|from|in)$/.test(textAt(words, place.start - 1)) ? place.start - 2 : at;
  const role = roleAt(words, head);
  if (!role || words[head]?.possessive !== (at === verb - 2)) return [];
  return related(ownersOf(read, head), role, rowFrom(read, name));
}

/** "Julia is my sister", "Quentin is Adele's stepbrother", "Ottilie is the mother of Jasper" */
function saidToBe(read: Reading, name: NameSpan): SaidOfNames[] {
  const { words, stated } = read;
  const verb = name.end + Number(textAt(words, name.end) === 'used') * 2;
  if (!isBeing(words[verb]) || !stated[verb]) return [];
  const at = complementAt(read, verb + 1);
  const role = at < 0 || denies(words.slice(name.end, at)) ? null : roleAt(words, at);
  if (!role || read.nameAt.has(at + 1)) return [];
  const whose = ownersOfWhom(read, at);
  return related(whose.length > 0 ? whose : ownersOf(read, at), role, rowUpTo(read, name));
}

const isBeing = (word: Word | undefined): boolean =>
  word?.tags.has('Copula') === true || /^(be|been|became)$/.test(word?.text ?? '');

const mutual =
  /^(friend|sibling|cousin|colleague|coworker|neighbour|neighbor|twin|classmate|roommate|flatmate|housemate|teammate|partner|buddy|sister|brother)$/;

/** "Anna and Tom are siblings", "Tom and I are colleagues", "Tom has been friends with Anna" */
function toEachOther(read: Reading, name: NameSpan): SaidOfNames[] {
  const { words, stated } = read;
  const isSpeaker = joins(words[name.end]) && isI(words[name.end + 1]);
  const verb = name.end + (isSpeaker ? 2 : 0);
  const be = verb + Number(/^(has|have)$/.test(textAt(words, verb)));
  const at = isBeing(words[be]) && stated[be] ? complementAt(read, be + 1) : -1;
  const role = at < 0 || denies(words.slice(verb, at)) ? null : roleAt(words, at);
  const friend = textAt(words, at + 1) === 'with' ? read.nameAt.get(at + 2) : undefined;
  if (role?.isPlural && friend) return [{ from: name, to: friend, type: role.type, weight: 1 }];
  const [one = name]: readonly Somebody[] = isSpeaker ? [speaker] : rowUpTo(read, name);
  return role?.isPlural && mutual.test(role.type) && one !== name
    ? [{ from: one, to: name, type: role.type, weight: 1 }]
    : [];
}

/** "the mother of Jasper", "a friend of mine" */
function ownersOfWhom({ words, nameAt }: Sentence, role: number): readonly Somebody[] {
  if (textAt(words, role + 1) !== 'of') return [];
  if (/^(mine|ours)$/.test(textAt(words, role + 2))) return [speaker];
  const name = nameAt.get(role + 2);
  return name ? [name] : [];
}

/** Returns where the role is that a noun beginning here ends with; -1 if it ends with none. */
function complementAt(read: Reading, start: number): number {
  const { words, nameAt } = read;
  for (let at = start; at < start + 6; at += 1) {
    const word = words[at];
    if (!word) return -1;
    const isLast = word.ends || !isWithinNoun(read, at + 1);
    if (roleAt(words, at) && !word.possessive && (isLast || roleAt(words, at + 1) === null)) return at;
    const isOfOwner = nameAt.has(at) && !nameAt.get(at)?.isTitle;
    if (word.possessive ? !isOwner(read, at) : !(isOfOwner || isAdverb(word) || isWithinNoun(read, at))) return -1;
  }
  return -1;
}

const isAdverb = ({ tags }: Word): boolean => tags.has('Adverb') || tags.has('Negative');

const having = /^(have|get|own|adopt|buy|rescue|raise|foster)$/;

/** "Alex has a daughter named Mia", "Annika has a horse, Domino", "two cats, Momo and Kiki" */
function kinHad(read: Reading, name: NameSpan): SaidOfNames[] {
  const { words, deeds } = read;
  const at = name.start - (/^(called|named)$/.test(textAt(words, name.start - 1)) ? 2 : 1);
  const role = roleAt(words, at);
  const deed = deeds.findLast((one) => one.at < at);
  if (!role || !deed?.isStated || !having.test(deed.root)) return [];
  // "a bike from a guy called Vikram" is no guy of the buyer's.
  const held = words.slice(deed.at + 1, at);
  if (denies(held) || held.some(({ tags }) => tags.has('Preposition'))) return [];
  return related(deed.doers, role, rowFrom(read, name));
}

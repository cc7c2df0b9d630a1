import { wordSet } from '../../platform/word-lists.ts';
import type { NameSpan } from './name.ts';
import {
  isI,
  isOwner,
  joins,
  nounStart,
  peopleBefore,
  rowUpTo,
  type Sentence,
  type Somebody,
  speaker,
} from './sentence.ts';
import { textAt, type Word } from './word.ts';

/** A verb of a sentence, and who does that. */
export interface Deed {
  /** Index of the verb. */
  readonly at: number;
  /** Its base form. */
  readonly root: string;
  /** Where its own subject begins, or what joins it to the verb before. */
  readonly begins: number;
  /** Empty if it is nobody with a name. */
  readonly doers: readonly Somebody[];
  readonly isStated: boolean;
  readonly isPassive: boolean;
}

/** Who does something, from where that is told; whether it is no more certain than the verb before. */
interface Subject {
  readonly begins: number;
  readonly doers: readonly Somebody[];
  readonly isOpen?: boolean;
}

/** Returns whose deed a verb is. */
export function subjectOf(sentence: Sentence, start: number, verb: number, deeds: readonly Deed[]): Subject {
  const { words, nameAt } = sentence;
  const at = start - 1;
  const [word, last] = [words[at], deeds.at(-1)];
  // "Call Tom in Rome" is no deed yet, "Moved to Rome" is.
  if (!word) return { begins: start, doers: [], isOpen: words[verb]?.tags.has('PastTense') !== true };
  const name = nameAt.get(at);
  if (name) return ofName(sentence, name, verb, deeds);
  if (isI(word)) return ofSpeaker(sentence, at, last);
  if (/^(he|she)(['’]\p{L}+)?$/iu.test(word.text)) return { begins: at, doers: ofPronoun(sentence, at, last) };
  if (/^(who|which|that)$/i.test(word.text)) return ofRelative(sentence, at, verb);
  if (/^to$/i.test(word.text) && last) return ofInfinitive(sentence, at, last);
  if (words[verb]?.tags.has('Gerund') && start === verb && last) return ofGerund(sentence, at, last);
  if (/^(and|but|then|or|nor|&)$/i.test(word.text)) return shared(sentence, at, verb, last);
  if (word.ends) return behindComma(sentence, at, verb, last);
  return ofNoun(sentence, at, deeds);
}

const nobody = (begins: number): Subject => ({ begins, doers: [] });

/** Within a quotation, "I" may be somebody else. */
function isQuoted(words: readonly Word[], at: number): boolean {
  const begins = words.findLastIndex(({ quote }, index) => quote === 'begins' && index <= at);
  return begins >= 0 && !words.slice(begins, at).some(({ quote }) => quote === 'ends');
}

/** "I", "Tom and I", "my wife and I" */
function ofSpeaker(sentence: Sentence, at: number, last: Deed | undefined): Subject {
  const { words, nameAt } = sentence;
  const name = joins(words[at - 1]) ? nameAt.get(at - 2) : undefined;
  if (isQuoted(words, at)) return nobody(at);
  if (!name || isObject(sentence, name, last)) return { begins: at, doers: [speaker] };
  const row = rowUpTo(sentence, name, true);
  return { begins: nounStart(sentence, row[0]?.start ?? at), doers: [...row, speaker] };
}

/** "Julia said she works at": she who did what was told before, or the only other one. */
function ofPronoun(sentence: Sentence, at: number, last: Deed | undefined): Somebody[] {
  const people = peopleBefore(sentence, at);
  const [doer, ...others] = last?.doers ?? [];
  if (!doer || others.length > 0) return [];
  if (doer === speaker) return people.length === 1 ? people : [];
  return people.includes(doer) ? [doer] : [];
}

/** "Max, who works at": Max. */
function ofRelative(sentence: Sentence, at: number, verb: number): Subject {
  const { nameAt, words } = sentence;
  const name = nameAt.get(at - 1) ?? (words[at - 1]?.ends ? explainedBefore(sentence, at - 1) : null);
  if (!name || isOwner(sentence, name.end - 1)) return nobody(at);
  // "Tom and Lisa, who live", but "Tom and Lisa, who lives"
  return { begins: at, doers: words[verb]?.tags.has('Infinitive') ? rowUpTo(sentence, name) : [name] };
}

/** Verbs whose infinitive is so: "got to know", but not "wants to know". */
const comesTrue = wordSet('start begin continue come get manage use learn happen go help');

/** "got to know", "wants to visit", "asked Anna to marry" */
function ofInfinitive({ words }: Sentence, at: number, last: Deed): Subject {
  const isDirect = words.slice(last.at + 1, at).every(({ tags }) => tags.has('Adverb') || tags.has('Particle'));
  if (!isDirect || !comesTrue.has(last.root) || !last.isStated) return { begins: at, doers: last.doers, isOpen: true };
  return { begins: at, doers: last.doers };
}

/** Verbs whose gerund is not so, or no more: "considers moving", "stopped working". */
const failing = wordSet(
  'stop quit avoid consider suggest mind miss finish recommend risk postpone delay resist discuss imagine',
);

/** "started working", "moved to Rome, leaving"; "thinks of moving" */
function ofGerund({ words, nameAt }: Sentence, at: number, last: Deed): Subject {
  const text = textAt(words, at);
  const isOf = words[at]?.tags.has('Preposition') && !/^(after|by|since|while|when|from|on)$/.test(text);
  const isOpen = isOf || !last.isStated || (last.at === at && failing.has(last.root));
  const name = nameAt.get(at);
  if (name) return { begins: at + 1, doers: [name] };
  return { begins: at + 1, doers: last.doers, isOpen: isOpen === true };
}

/** "and later taught", "but visited": who did what was told before. */
function shared({ words }: Sentence, at: number, verb: number, last: Deed | undefined): Subject {
  if (!last) return nobody(at);
  const isBare = [verb, last.at].every((index) => words[index]?.tags.has('Infinitive'));
  const isOpen = (isBare || /^n?or$/i.test(textAt(words, at))) && !last.isStated;
  return { begins: at, doers: last.doers, isOpen };
}

/** Words that begin an aside about the name before the comma. */
const explains =
  /^(who|whom|whose|which|where|my|our|his|her|their|the|an?|formerly|aged|born|based|originally|also)$/i;
const mostWordsOfAside = 12;

/** Returns the name that an aside explains, which ends here: "Max, my dentist," "Julia, who works at Siemens,". */
function explainedBefore(sentence: Sentence, end: number): NameSpan | null {
  const { words, nameAt } = sentence;
  for (let at = end - 1; at >= 0 && end - at <= mostWordsOfAside; at -= 1) {
    const name = nameAt.get(at);
    const isExplained = explains.test(textAt(words, at + 1)) || isOwner(sentence, at + 1);
    if (words[at]?.ends && name?.end === at + 1 && isExplained) return name;
  }
  return null;
}

const saying = /^(say|ask|tell|reply|answer|add|explain|write)$/;

/** "Max, my dentist, lives", "Roberta, who used to live in Turin, now lives", "came, saw" */
function behindComma(sentence: Sentence, at: number, verb: number, last: Deed | undefined): Subject {
  const explained = explainedBefore(sentence, at);
  if (explained) return { begins: at + 1, doers: rowUpTo(sentence, explained) };
  const word = sentence.words[verb];
  if (!last || !word || saying.test(word.root)) return nobody(at + 1);
  const isAlike = ['PastTense', 'Gerund'].some((tag) =>
    [word, sentence.words[last.at]].every((one) => one?.tags.has(tag)),
  );
  return isAlike ? { begins: at + 1, doers: last.doers } : nobody(at + 1);
}

const ofPlaces = /^(at|in|from|of|with|on|near|by|to|about|behind|for)$/i;

/** A name right before a verb does that, unless it only says where somebody is from who does, or ends an aside. */
function ofName(sentence: Sentence, name: NameSpan, verb: number, deeds: readonly Deed[]): Subject {
  const { words, nameAt } = sentence;
  const [at, last] = [name.end - 1, deeds.at(-1)];
  // "Tom's left" is no owner.
  const isCut = words[at]?.ends && !words[at]?.possessive;
  if (isCut) {
    const explained = explainedBefore(sentence, at);
    if (explained) return { begins: at + 1, doers: rowUpTo(sentence, explained) };
  }
  if (words[verb]?.tags.has('Gerund') && verb === name.end)
    return last && !perceives.test(last.root)
      ? ofGerund({ ...sentence, nameAt: new Map() }, at, last)
      : { begins: verb, doers: last ? [name] : [] };
  const start = nounStart(sentence, name.start);
  const before = words[start - 1];
  if (before && ofPlaces.test(before.text) && !before.ends) {
    const head = nameAt.get(start - 2);
    if (isCut && last) return behindComma(sentence, at, verb, last);
    return head && !deeds.some((deed) => deed.at > head.end) ? ofName(sentence, head, verb, deeds) : nobody(start);
  }
  if (/^(or|nor|except|unlike|than)$/i.test(before?.text ?? '')) return nobody(start);
  // "Everyone but Tom"
  if (!last && !before?.ends && /^but$/i.test(before?.text ?? '') && start > 1) return nobody(start);
  if (isCut && !isExplainedNoun(sentence, name)) return behindComma(sentence, at, verb, last);
  const row = rowUpTo(sentence, name);
  const first = row[0] ?? name;
  if (row.length > 1 && isObject(sentence, first, last)) return { begins: name.start, doers: [name] };
  return { begins: Math.min(start, nounStart(sentence, first.start)), doers: row };
}

const perceives = /^(see|hear|watch|catch|notice|find)$/;

/** "My therapist, Ms Oyelaran, moved" */
const isExplainedNoun = (sentence: Sentence, name: NameSpan): boolean => {
  const [first = name] = rowUpTo(sentence, name);
  const before = sentence.words[first.start - 1];
  return before?.ends === true || (/^an?$/.test(before?.text ?? '') && sentence.words[first.start - 2]?.ends === true);
};

/** "I met Anna and Tom moved": Anna is whom I met. */
function isObject({ words }: Sentence, first: NameSpan, last: Deed | undefined): boolean {
  if (!last || takesClause.has(last.root)) return false;
  return (
    last.at < first.start &&
    !words
      .slice(last.at + 1, first.start)
      .some(({ ends, text }) => ends || /^(that|because|when|while|as|and|but)$/i.test(text))
  );
}

const takesClause = wordSet('think say know hear believe guess hope tell see mean learn find');

/** "his wife moved": nobody with a name; "Tom and his wife moved": Tom. */
function ofNoun(sentence: Sentence, at: number, deeds: readonly Deed[]): Subject {
  const { words, nameAt } = sentence;
  const start = nounStart(sentence, at + 1);
  if (start > at || !joins(words[start - 1])) return nobody(Math.min(start, at));
  const before = nameAt.get(start - 2);
  if (isI(words[start - 2])) return { begins: start - 2, doers: [speaker] };
  if (!before || isOwner(sentence, before.end - 1) || isObject(sentence, before, deeds.at(-1))) return nobody(start);
  const begins = nounStart(sentence, before.start);
  return ofPlaces.test(textAt(words, begins - 1)) ? nobody(begins) : { begins, doers: rowUpTo(sentence, before) };
}

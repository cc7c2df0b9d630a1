import { wordSet } from '../../platform/word-lists.ts';
import type { Sentence } from './sentence.ts';
import { type Deed, subjectOf } from './subjects.ts';
import { isDeniedOrOpen, ofWishing } from './unstated.ts';
import { hasTag, textAt, type Word } from './word.ts';

/** Returns the verbs of a sentence with who does that. */
export function findDeeds(sentence: Sentence, stated: readonly boolean[]): Deed[] {
  const { words } = sentence;
  const deeds: Deed[] = [];
  for (const at of words.keys()) {
    const word = words[at];
    if (!word || !isMainVerb(sentence, at)) continue;
    const start = groupStart(sentence, at);
    const { begins, doers, isOpen = false } = subjectOf(sentence, start, at, deeds);
    const group = words.slice(start, at + 1);
    const isOpenTime = opensTime.test(textAt(words, begins - 1)) && word.tags.has('PresentTense') && start === at;
    const isDoubtful = isOpen || isOpenTime || isDeniedOrOpen(words.slice(Math.min(begins, start), at));
    const isStated = stated[at] === true && !isDoubtful;
    deeds.push({ at, root: rootOf(word), begins, doers, isStated, isPassive: isPassive(group) });
  }
  return deeds;
}

/** "When Tom moves to Rome": he has not yet. */
const opensTime = /^(when|once|until|till|as|before|after)$/i;

/** Participles that the library leaves as they are. */
const participles: ReadonlyMap<string, string> = new Map(
  Object.entries({
    born: 'be born',
    bitten: 'bite',
    beaten: 'beat',
    eaten: 'eat',
    stolen: 'steal',
    broken: 'break',
    written: 'write',
    driven: 'drive',
    known: 'know',
    seen: 'see',
    taken: 'take',
    given: 'give',
    chosen: 'choose',
  }),
);

function rootOf({ tags, root }: Word): string {
  if (tags.has('Copula')) return 'be';
  const verb = root.toLowerCase();
  return participles.get(verb) ?? verb;
}

const ofHelpers = wordSet('Auxiliary Particle Modal');
const besideVerbs = wordSet('Auxiliary Modal Negative Adverb');

function isMainVerb({ words, nameAt }: Sentence, at: number): boolean {
  const word = words[at];
  if (!word?.tags.has('Verb') || nameAt.has(at) || word.root === '') return false;
  if (hasTag(word, ofHelpers)) return false;
  // "a startup called Humly"
  const isName = /^(called|named)$/.test(word.text) && words[at - 1]?.tags.has('Noun') && !nameAt.has(at - 1);
  // "was born"
  const isBeingBorn = word.tags.has('Copula') && /^born$/.test(textAt(words, at + 1));
  return !isName && !isBeingBorn;
}

const isPassive = (group: readonly Word[]): boolean =>
  group.at(-1)?.tags.has('Passive') === true ||
  (group.at(-1)?.tags.has('PastTense') === true && group.slice(0, -1).some(({ tags }) => tags.has('Copula')));

/** Returns where the words begin that belong to a verb: at "has" of "has never lived". */
function groupStart({ words, nameAt }: Sentence, verb: number): number {
  let start = verb;
  while (start > 0) {
    const word = words[start - 1];
    if (!word || nameAt.has(start - 1) || word.ends) break;
    const isHelping = hasTag(word, besideVerbs);
    const isHaving =
      word.tags.has('Copula') ||
      (/^(has|have|had)$/.test(word.text) && /^(no|not|never|just|also|already)$/.test(textAt(words, start)));
    if (!isHelping && !isHaving && word.text !== '' && !between.test(word.text)) break;
    start -= 1;
  }
  return start;
}

const between = /^(never|now|later|then|once|already|still|just|both|all|also|even|no|not|longer|ever|eventually)$/i;

export const isAttitude = (root: string): boolean => attitudes.has(root) || ofWishing.has(root);

/** What is told behind their object is about that: "likes the pizza from Luigi's". */
const attitudes = wordSet('like love hate know prefer miss remember understand enjoy look seek mean apply');

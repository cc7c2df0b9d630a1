import type { Note } from './agent.ts';
import { wholeWords } from './forms-in.ts';
import { type IsOfAnother, ofListener, ofSpeaker } from './of-oneself.ts';
import { knowsUnspeaking } from './sentences.ts';

const ofGroup = wholeWords("we(?:['’]\\p{L}+)?|us|ours?");
/** What somebody says may be of anybody. */
const asksForSayings = wholeWords(
  'sa(?:y|ys|id)|tells?|told|thinks?|thought|according|(?:advi[sc]|recommend|suggest)\\p{L}*',
);

const firstName = (name: string): string => name.replace(/ .*$/, '');
const withFirstNames = (names: readonly string[]): string[] => names.flatMap((name) => [name, firstName(name)]);
const anyOf = (names: readonly string[]): string => names.map((name) => RegExp.escape(name)).join('|');

/** Speakers of notes whom a question names. Its first word may be another: "Will it rain?" */
function namedSpeakers(question: string, found: readonly Note[]): string[] {
  const speakers = new Set(found.flatMap(({ speaker }) => speaker?.trim() || []));
  return [...speakers].filter((one) =>
    new RegExp(String.raw`(?<=\S\s{1,2})(?:${anyOf(withFirstNames([one]))})(?![\p{L}\p{N}])`, 'u').test(question),
  );
}

/** "Thanks, Mia!", "Well done, Mia, I like it" */
const addressOf = (names: readonly string[]): RegExp =>
  new RegExp(String.raw`(?:^|[,.!?] )(?:\p{L}+,? ){0,2}(?:${anyOf(withFirstNames(names))})(?=[,.!?]|$)`, 'gu');

/**
 * Whether a sentence of a note is about somebody else than the speaker of whom a question asks by name: "I ran a race", said by Mia, does not answer
 * "Which race did Jon run?", and nor does Jon's "Your race sounds great!" A sentence that names or addresses Jon may.
 */
export function ofAnotherThanNamed(question: string, found: readonly Note[], language: string): IsOfAnother {
  const [own, listener] = [ofSpeaker(language), ofListener(language)];
  const names = namedSpeakers(question, found);
  if (!own || !listener || names.length === 0 || own.test(question)) return () => false;
  const [address, name] = [addressOf(names), wholeWords(anyOf(names.map(firstName)))];
  // In other languages words for the listener also stand for others.
  const knowsListener = knowsUnspeaking(language) && names.length === 1 && !asksForSayings.test(question);
  return ({ speaker }, sentence) => {
    if (speaker === null) return false;
    if (names.includes(speaker.trim())) {
      return knowsListener && listener.test(sentence) && !own.test(sentence) && !ofGroup.test(sentence);
    }
    const rest = sentence.replaceAll(address, '');
    return own.test(rest) && !listener.test(sentence) && !name.test(rest);
  };
}

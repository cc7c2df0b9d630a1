import type { Note } from './agent.ts';
import { knowsUnspeaking, shared, stemsOf } from './sentences.ts';

const word = (forms: string): RegExp => new RegExp(String.raw`(?<!\p{L})(?:${forms})(?!\p{L})`, 'iu');

/** Words that refer only to the speaker, by language. Other languages express this by verb forms alone. */
const ofSpeaker: Readonly<Record<string, RegExp>> = {
  en: word("i(?:['’](?:m|ve|d|ll))?|me|my|mine|myself"),
  de: word('ich|mich|mir|mein(?:e[mnrs]?)?'),
  es: word('yo|me|mí|mis?|conmigo'),
  fr: word("je|j['’]\\p{L}+|moi|me|m['’]\\p{L}+|mon|ma|mes"),
  nl: word('ik|mij|mijn'),
};
/** Words that refer to the listener. */
const ofListener: Readonly<Record<string, RegExp>> = {
  en: word("you(?:['’]\\p{L}+)?|yours?"),
  de: word('du|dich|dir|dein(?:e[mnrs]?)?|sie|ihnen|ihre?[mnrs]?'),
  es: word('tú|te|ti|tus?|contigo|usted|su'),
  fr: word("tu|t['’]\\p{L}+|te|toi|ton|ta|tes|vous|votre|vos"),
  nl: word('jij|je|jou|jouw|u|uw'),
};

/** Words that refer to neither. */
const ofOthers: Readonly<Record<string, RegExp>> = {
  en: word("she(?:['’]\\p{L}+)?|he(?:['’]\\p{L}+)?|her|hers|his|him"),
  de: word('er|sie|ihr(?:e[mnrs]?)?|ihn|ihm|sein(?:e[mnrs]?)?'),
  es: word('él|ella|ellos|ellas'),
  fr: word('il|elle|ils|elles'),
  nl: word('hij|zij|ze|haar|hem'),
};

/**
 * Whether a sentence of a note is about somebody else although the asker asks about themselves: "I live in Oslo", said by Ola, does
 * not answer Kim's "Where do I live?". A sentence that names or addresses the asker may. Nor does "I live in Oslo" answer "Where does she
 * live?", unless she says it of whom `told` speaks.
 */
export type IsOfAnother = (note: Note, sentence: string) => boolean;

/** If no note found is by the asker, they may go by another name there: then no sentence is excluded. */
export function ofAnotherThan(
  asker: string | null,
  { question, told }: { readonly question: string; readonly told: string },
  found: readonly Note[],
  language: string,
): IsOfAnother {
  const [own, others] = [ofSpeaker[language], ofOthers[language]];
  const who = stemsOf(told, language);
  if (own && who.size > 0 && others?.test(question) && !own.test(question)) {
    return ({ speaker }, sentence) =>
      own.test(sentence) &&
      !others.test(sentence) &&
      shared(who, stemsOf(`${speaker ?? ''} ${sentence}`, language)) === 0;
  }
  const name = asker?.trim().toLowerCase() ?? '';
  const isAsker = ({ speaker }: Note) => speaker?.trim().toLowerCase() === name;
  if (name === '' || !own?.test(question) || !found.some(isAsker)) return () => false;
  const isOwn = (part: string) =>
    own.test(part) && !ofListener[language]?.test(part) && !part.toLowerCase().includes(name);
  const asked = stemsOf(question, language);
  return (note, sentence) => {
    if (note.speaker === null || isAsker(note)) return false;
    const parts = knowsUnspeaking(language) ? sentence.split(/[,;:]\s/) : [];
    const asIsAsked = parts.filter((part) => shared(asked, stemsOf(part, language)) > 0);
    return asIsAsked.length > 0 ? asIsAsked.every(isOwn) : isOwn(sentence);
  };
}

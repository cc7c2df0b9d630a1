import type { Note } from './agent.ts';
import { formsByLanguage } from './forms-in.ts';
import { knowsUnspeaking, shared, stemsOf } from './sentences.ts';

/** Words that refer only to the speaker, by language. Other languages express this by verb forms alone. */
export const speakerWords = {
  en: "i(?:['’](?:m|ve|d|ll))?|me|my|mine|myself",
  de: 'ich|mich|mir|mein(?:e[mnrs]?)?',
  es: 'yo|me|mí|mis?|conmigo',
  fr: "je|j['’]\\p{L}+|moi|me|m['’]\\p{L}+|mon|ma|mes",
  nl: 'ik|mij|mijn',
} as const;
export const ofSpeaker = formsByLanguage(speakerWords);
/** Words that refer to the listener. */
export const ofListener = formsByLanguage({
  en: "you(?:['’]\\p{L}+)?|yours?",
  de: 'du|dich|dir|dein(?:e[mnrs]?)?|sie|ihnen|ihre?[mnrs]?',
  es: 'tú|te|ti|tus?|contigo|usted|su',
  fr: "tu|t['’]\\p{L}+|te|toi|ton|ta|tes|vous|votre|vos",
  nl: 'jij|je|jou|jouw|u|uw',
});

/** Words that refer to neither. */
const ofOthers = formsByLanguage({
  en: "she(?:['’]\\p{L}+)?|he(?:['’]\\p{L}+)?|her|hers|his|him",
  de: 'er|sie|ihr(?:e[mnrs]?)?|ihn|ihm|sein(?:e[mnrs]?)?',
  es: 'él|ella|ellos|ellas',
  fr: 'il|elle|ils|elles',
  nl: 'hij|zij|ze|haar|hem',
});

/** What is asked, and by whom. */
export interface Asked {
  readonly question: string;
  /** What is said beside the question: it says who "she" is. */
  readonly told: string;
  /** Name of the asker. */
  readonly asker: string | null;
}

/**
 * Whether a sentence of a note is about somebody else although the asker asks about themselves: "I live in Oslo", said by Ola, does
 * not answer Kim's "Where do I live?". A sentence that names or addresses the asker may. Nor does "I live in Oslo" answer "Where does she
 * live?", unless she says it of whom `told` speaks.
 */
export type IsOfAnother = (note: Note, sentence: string) => boolean;

/** If no note found is by the asker, they may go by another name there: then no sentence is excluded. */
export function ofAnotherThan({ question, told, asker }: Asked, found: readonly Note[], language: string): IsOfAnother {
  const [own, others] = [ofSpeaker(language), ofOthers(language)];
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
    own.test(part) && !ofListener(language)?.test(part) && !part.toLowerCase().includes(name);
  const asked = stemsOf(question, language);
  return (note, sentence) => {
    if (note.speaker === null || isAsker(note)) return false;
    const parts = knowsUnspeaking(language) ? sentence.split(/[,;:]\s/) : [];
    const asIsAsked = parts.filter((part) => shared(asked, stemsOf(part, language)) > 0);
    return asIsAsked.length > 0 ? asIsAsked.every(isOwn) : isOwn(sentence);
  };
}

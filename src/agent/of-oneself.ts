import type { Note } from './agent.ts';

const word = (forms: string): RegExp => new RegExp(String.raw`(?<!\p{L})(?:${forms})(?!\p{L})`, 'iu');

/** Words by which somebody speaks of nobody but themselves, by language. Others say it by their verbs alone. */
const ofSpeaker: Readonly<Record<string, RegExp>> = {
  en: word("i(?:['’](?:m|ve|d|ll))?|me|my|mine|myself"),
  de: word('ich|mich|mir|mein(?:e[mnrs]?)?'),
  es: word('yo|me|mí|mis?|conmigo'),
  fr: word("je|j['’]\\p{L}+|moi|me|m['’]\\p{L}+|mon|ma|mes"),
  nl: word('ik|mij|mijn'),
};
/** Words by which they speak of who listens. */
const ofListener: Readonly<Record<string, RegExp>> = {
  en: word("you(?:['’]\\p{L}+)?|yours?"),
  de: word('du|dich|dir|dein(?:e[mnrs]?)?|sie|ihnen|ihre?[mnrs]?'),
  es: word('tú|te|ti|tus?|contigo|usted|su'),
  fr: word("tu|t['’]\\p{L}+|te|toi|ton|ta|tes|vous|votre|vos"),
  nl: word('jij|je|jou|jouw|u|uw'),
};

/**
 * Whether a sentence of a note is of somebody else where one asks of oneself: "I live in Oslo", said by Ola, does not say where Kim lives
 * who asks "Where do I live?". What names the asker or speaks to them may.
 */
export type IsOfAnother = (note: Note, sentence: string) => boolean;

/** Of an asker who has said nothing of what was found nobody knows whether they go by this name in it. */
export function ofAnotherThan(
  asker: string | null,
  question: string,
  found: readonly Note[],
  language: string,
): IsOfAnother {
  const own = ofSpeaker[language];
  const name = asker?.trim().toLowerCase() ?? '';
  const isAsker = ({ speaker }: Note) => speaker?.trim().toLowerCase() === name;
  if (name === '' || !own?.test(question) || !found.some(isAsker)) return () => false;
  return (note, sentence) =>
    note.speaker !== null &&
    !isAsker(note) &&
    own.test(sentence) &&
    !ofListener[language]?.test(sentence) &&
    !sentence.toLowerCase().includes(name);
}

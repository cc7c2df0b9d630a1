import { wordsIn } from '../consolidation/wording/languages/languages.ts';
import { isNeverName } from '../graph/extraction/no-names.ts';
import { getOrInsert } from '../platform/get-or-insert.ts';
import { oneOf } from '../platform/word-lists.ts';
import type { Note } from './agent.ts';
import { isRelated } from './asked-words.ts';
import { wholeWords } from './forms-in.ts';
import { ofAnotherThanNamed } from './of-named.ts';
import { type Asked, type IsOfAnother, ofAnotherThan, speakerWords } from './of-oneself.ts';
import { knowsUnspeaking, shared, stemsOf } from './sentences.ts';
import { askedStems } from './small-words.ts';

/** Whose something is that a sentence tells, if not its speaker's: a relative's or friend's, or somebody's who may be one. */
type Whose = 'relative' | 'named' | null;

/** Tells it of a sentence. */
export type WhoseIs = (sentence: string) => Whose;

/** Of whom sentences are, for a question. */
export interface People {
  readonly whose: WhoseIs;
  /** Whether a sentence answers nothing, since it is about somebody else. */
  readonly isOfAnother: IsOfAnother;
}

/** Words of a language about people, as patterns. */
interface PeopleWords {
  readonly my: string;
  readonly people: string;
  /** What refers to the speaker, alone or with others. */
  readonly own: string;
  /** What stands before a thing that was spoken of, such as one of the speaker's, and stands for it. */
  readonly the: string;
  readonly it: string;
  /** What stands before whose something is. */
  readonly of: string;
}

const english: PeopleWords = {
  my: 'my|our',
  people:
    oneOf(`(?:(?:step|grand|god)?(?:mother|father|mom|mum|dad|son|daughter|child|children|parent)|mommy|mummy|mama|daddy|papa|brother|sister|sibling|husband|wife
    partner|boyfriend|girlfriend|fianc[eé]e?|cousin|aunt|auntie|uncle|nephew|niece|grandma|grandpa|granny|gran|nan|granddad|grandad|twin|kid|baby|boy|girl|friend|buddy
    mate|roommate|flatmate|housemate|classmate|neighbou?r|colleague|coworker|co-worker|dog|cat|pet)(?:-in-law)?s?`),
  own: `${speakerWords.en}|we(?:['’](?:re|ve|d|ll))?|us|our|ours`,
  the: 'the|this|that|these|those',
  it: 'it|them',
  of: 'of|for',
};

/** Of other languages, beside the people of their tables of changes. */
const others: Readonly<Record<string, Omit<PeopleWords, 'people'>>> = {
  de: {
    my: 'mein(?:e[mnrs]?)?|unser(?:e[mnrs]?)?',
    own: `${speakerWords.de}|wir|uns|unser(?:e[mnrs]?)?`,
    the: 'der|die|das|den|dem|des|diese[mnrs]?',
    it: 'es|ihn',
    of: 'von|(?=(?:meine[rs]|unsere[rs]) )',
  },
  es: {
    my: 'mis?|nuestr[oa]s?',
    own: `${speakerWords.es}|nos|nuestr[oa]s?`,
    the: 'el|la|los|las|est[ea]|ese|esa',
    it: 'lo|los',
    of: 'de',
  },
  fr: {
    my: 'mon|ma|mes|notre|nos',
    own: `${speakerWords.fr}|nous|notre|nos`,
    the: 'le|la|les|ce|cette|ces',
    it: 'le|la|les',
    of: 'de',
  },
  nl: {
    my: 'mijn|onze|ons',
    own: `${speakerWords.nl}|wij|we|ons|onze`,
    the: 'de|het|die|dat|deze',
    it: 'het|hem',
    of: 'van',
  },
};

function wordsOfPeople(language: string): PeopleWords | null {
  if (knowsUnspeaking(language)) return english;
  const [words, people] = [others[language], wordsIn(language)?.people];
  return words && people !== undefined ? { ...words, people } : null;
}

/** What may precede the subject of an English sentence. */
const lead = String.raw`(?:(?:and|but|so|oh|also|btw|fyi|by the way|today|yesterday|now|recently|meanwhile|(?:last|this|on) \p{L}+|(?:please )?(?:note|remember)(?: that)?)[,:]? )*`;
/** A name, and what shows that it is the subject. */
const nameFirst =
  /^\P{L}*(?<name>\p{Lu}[\p{L}-]+(?: \p{Lu}[\p{L}-]+)?)(?:['’]s(?= )|(?= (?:\p{Ll}+(?:s|ed)|got|had|bought|now|just) ))/u;
const asksWho = /^\P{L}*who(?!(?:['’]s| is| are| was| were) my(?!\p{L}))/iu;
/** Not "me": "Tell me where the party is." */
const ofAsker = wholeWords("i(?:['’](?:m|ve|d|ll))?|my|mine|myself");
const ofThirds = wholeWords("s?he(?:['’]\\p{L}+)?|they(?:['’]\\p{L}+)?|hers?|his|him|theirs?|them");

/** The words of a language as they are looked for. */
interface PeoplePatterns {
  readonly isEnglish: boolean;
  readonly people: RegExp;
  readonly own: RegExp;
  readonly it: RegExp;
  readonly spokenOf: RegExp;
  readonly relativeFirst: RegExp;
  readonly ofRelative: RegExp;
}

const compiled = new Map<string, PeoplePatterns | null>();

/** Returns null if the words of the language are not known. */
const patternsIn = (language: string): PeoplePatterns | null =>
  getOrInsert(compiled, language, () => {
    const words = wordsOfPeople(language);
    if (words === null) return null;
    const isEnglish = words === english;
    const relative = String.raw`(?:${words.my}) (?:\p{L}+ ){0,2}?(?:${words.people})(?!\p{L})`;
    return {
      isEnglish,
      people: wholeWords(words.people),
      own: wholeWords(words.own),
      it: wholeWords(words.it),
      spokenOf: new RegExp(String.raw`(?<!\p{L})(?:${words.the})(?: [\p{L}-]+){1,3}`, 'giu'),
      relativeFirst: new RegExp(String.raw`^\P{L}*${isEnglish ? lead : ''}${relative}(?:['’]s?)?`, 'iu'),
      ofRelative: new RegExp(String.raw`(?<!\p{L})(?:${words.of}) ?${relative}`, 'iu'),
    };
  });

type OfAsker = Pick<Asked, 'question' | 'asker'>;

const nobodys = (): Whose => null;

/**
 * Tells whose the like is in a sentence of what somebody asks about themselves: "My sister Eva got a new phone number" is no answer to "What is my
 * phone number?" Of what was spoken of ("the number", "it") it is not known whose it is.
 */
export function whoseIs(asked: OfAsker, language: string): WhoseIs {
  const patterns = patternsIn(language);
  if (patterns === null || !asksOfSelf(asked.question, patterns)) return nobodys;
  const others = new OthersThings(asked, language, patterns);
  return (sentence) => others.whose(sentence);
}

/** Reads of whom the sentences of notes found for a question are. */
export function peopleIn(asked: Asked, found: readonly Note[], language: string): People {
  const isOfAnother = ofAnotherThan(asked, found, language);
  const isOfAnotherSpeaker = ofAnotherThanNamed(asked.question, found, language);
  const whose = whoseIs(asked, language);
  return {
    whose,
    isOfAnother: (note, sentence) =>
      isOfAnother(note, sentence) || isOfAnotherSpeaker(note, sentence) || whose(sentence) === 'relative',
  };
}

/** Whether a question is about who asks, and names no other people. */
function asksOfSelf(question: string, { isEnglish, people, own }: PeoplePatterns): boolean {
  if (people.test(question)) return false;
  if (!isEnglish) return own.test(question);
  return ofAsker.test(question) && !ofThirds.test(question) && !asksWho.test(question);
}

class OthersThings {
  readonly #asked: OfAsker;
  readonly #language: string;
  readonly #patterns: PeoplePatterns;
  readonly #stems: ReadonlySet<string>;

  constructor(asked: OfAsker, language: string, patterns: PeoplePatterns) {
    this.#asked = asked;
    this.#language = language;
    this.#patterns = patterns;
    this.#stems = patterns.isEnglish
      ? stemsOf(uncapitalised(asked.question), language)
      : askedStems(asked.question, language);
  }

  whose(sentence: string): Whose {
    const { isEnglish, own, relativeFirst, ofRelative } = this.#patterns;
    const relative = relativeFirst.exec(sentence);
    if (relative) return this.#isTold(sentence.slice(relative[0].length)) ? 'relative' : null;
    const rest = sentence.replace(ofRelative, ' ');
    if (rest !== sentence) return !own.test(rest) && this.#says(rest) ? 'relative' : null;
    const name = isEnglish ? nameFirst.exec(sentence) : null;
    return name && this.#isOther(name.groups?.['name'] ?? '') && this.#isTold(sentence.slice(name[0].length))
      ? 'named'
      : null;
  }

  #isOther(name: string): boolean {
    const { question, asker } = this.#asked;
    const [first = ''] = name.toLowerCase().split(' ');
    return (
      !isNeverName(name) && !question.toLowerCase().includes(first) && asker?.toLowerCase().includes(first) !== true
    );
  }

  /** Whether what is said of somebody is the like of what is asked, and not the same. */
  #isTold(rest: string): boolean {
    const { own, it, spokenOf } = this.#patterns;
    if (own.test(rest) || it.test(rest)) return false;
    const things = rest.match(spokenOf) ?? [];
    return !things.some((thing) => this.#says(thing)) && this.#says(rest);
  }

  #says(text: string): boolean {
    const said = stemsOf(text, this.#language);
    if (shared(this.#stems, said) > 0) return true;
    const words = text.toLowerCase().split(/\P{L}+/u);
    return this.#patterns.isEnglish && this.#stems.values().some((stem) => words.some((word) => isRelated(stem, word)));
  }
}

/** A question without its names and days. */
const uncapitalised = (question: string): string => question.replaceAll(/(?<!\p{L})\p{Lu}[\p{L}-]*/gu, ' ');

import { wordsIn } from '../consolidation/wording/languages/languages.ts';
import { isNeverName } from '../graph/extraction/no-names.ts';
import { isRelated } from './asked-words.ts';
import { wholeWords } from './forms-in.ts';
import { knowsUnspeaking, shared, stemsOf } from './sentences.ts';
import { askedStems } from './small-words.ts';

/** Whose something is that a sentence tells, if not its speaker's: a relative's or friend's, or somebody's who may be one. */
export type Whose = 'relative' | 'named' | null;

/** Words of a language about people, as patterns. */
interface PeopleWords {
  readonly my: string;
  readonly people: string;
  /** What refers to the speaker. */
  readonly own: string;
  /** What stands before a thing that was spoken of, such as one of the speaker's, and stands for it. */
  readonly the: string;
  readonly it: string;
  /** What stands before whose something is. */
  readonly of: string;
}

const english: PeopleWords = {
  my: 'my|our',
  people: `(?:(?:step|grand|god)?(?:mother|father|mom|mum|dad|son|daughter|child|children|parent)|mommy|mummy|mama|daddy|papa|brother|sister|sibling|husband|wife
    |partner|boyfriend|girlfriend|fianc[eé]e?|cousin|aunt|auntie|uncle|nephew|niece|grandma|grandpa|granny|gran|nan|granddad|grandad|twin|kid|baby|boy|girl|friend|buddy
    |mate|roommate|flatmate|housemate|classmate|neighbou?r|colleague|coworker|co-worker|dog|cat|pet)(?:-in-law)?s?`,
  own: "i(?:['’](?:m|ve|d|ll))?|me|my|mine|myself|we(?:['’](?:re|ve|d|ll))?|us|our|ours",
  the: 'the|this|that|these|those',
  it: 'it|them',
  of: 'of|for',
};

/** Of other languages, beside the people of their tables of changes. */
const others: Readonly<Record<string, Omit<PeopleWords, 'people'>>> = {
  de: {
    my: 'mein(?:e[mnrs]?)?|unser(?:e[mnrs]?)?',
    own: 'ich|mich|mir|mein(?:e[mnrs]?)?|wir|uns|unser(?:e[mnrs]?)?',
    the: 'der|die|das|den|dem|des|diese[mnrs]?',
    it: 'es|ihn',
    of: 'von|(?=(?:meine[rs]|unsere[rs]) )',
  },
  es: {
    my: 'mis?|nuestr[oa]s?',
    own: 'yo|me|mí|mis?|conmigo|nos|nuestr[oa]s?',
    the: 'el|la|los|las|est[ea]|ese|esa',
    it: 'lo|los',
    of: 'de',
  },
  fr: {
    my: 'mon|ma|mes|notre|nos',
    own: "je|j['’]\\p{L}+|moi|me|m['’]\\p{L}+|mon|ma|mes|nous|notre|nos",
    the: 'le|la|les|ce|cette|ces',
    it: 'le|la|les',
    of: 'de',
  },
  nl: { my: 'mijn|onze|ons', own: 'ik|mij|mijn|wij|we|ons|onze', the: 'de|het|die|dat|deze', it: 'het|hem', of: 'van' },
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

interface Asked {
  readonly question: string;
  readonly asker: string | null;
}

const nobodys = (): Whose => null;

/**
 * Tells whose the like is in a sentence of what somebody asks about themselves: "My sister Eva got a new phone number" is no answer to "What is my
 * phone number?" Of what was spoken of ("the number", "it") it is not known whose it is.
 */
export function whoseIs(asked: Asked, language: string): (sentence: string) => Whose {
  const words = wordsOfPeople(language);
  if (words === null || !asksOfSelf(asked.question, words)) return nobodys;
  const others = new OthersThings(asked, language, words);
  return (sentence) => others.whose(sentence);
}

/** Whether a question is about who asks, and names no other people. */
function asksOfSelf(question: string, words: PeopleWords): boolean {
  if (wholeWords(words.people).test(question)) return false;
  if (words !== english) return wholeWords(words.own).test(question);
  return ofAsker.test(question) && !ofThirds.test(question) && !asksWho.test(question);
}

class OthersThings {
  readonly #asked: Asked;
  readonly #language: string;
  readonly #isEnglish: boolean;
  readonly #stems: ReadonlySet<string>;
  readonly #own: RegExp;
  readonly #it: RegExp;
  readonly #spokenOf: RegExp;
  readonly #relativeFirst: RegExp;
  readonly #ofRelative: RegExp;

  constructor(asked: Asked, language: string, words: PeopleWords) {
    this.#asked = asked;
    this.#language = language;
    this.#isEnglish = words === english;
    this.#stems = this.#isEnglish
      ? stemsOf(uncapitalised(asked.question), language)
      : askedStems(asked.question, language);
    this.#own = wholeWords(words.own);
    this.#it = wholeWords(words.it);
    this.#spokenOf = new RegExp(String.raw`(?<!\p{L})(?:${words.the})(?: [\p{L}-]+){1,3}`, 'giu');
    const relative = String.raw`(?:${words.my}) (?:\p{L}+ ){0,2}?(?:${words.people.replaceAll(/\|?\n\s*\|?/gu, '|')})(?!\p{L})`;
    this.#relativeFirst = new RegExp(String.raw`^\P{L}*${this.#isEnglish ? lead : ''}${relative}(?:['’]s?)?`, 'iu');
    this.#ofRelative = new RegExp(String.raw`(?<!\p{L})(?:${words.of}) ?${relative}`, 'iu');
  }

  whose(sentence: string): Whose {
    const relative = this.#relativeFirst.exec(sentence);
    if (relative) return this.#isTold(sentence.slice(relative[0].length)) ? 'relative' : null;
    const rest = sentence.replace(this.#ofRelative, ' ');
    if (rest !== sentence) return !this.#own.test(rest) && this.#says(rest) ? 'relative' : null;
    const name = this.#isEnglish ? nameFirst.exec(sentence) : null;
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
    if (this.#own.test(rest) || this.#it.test(rest)) return false;
    const spokenOf = rest.match(this.#spokenOf) ?? [];
    return !spokenOf.some((thing) => this.#says(thing)) && this.#says(rest);
  }

  #says(text: string): boolean {
    const said = stemsOf(text, this.#language);
    if (shared(this.#stems, said) > 0) return true;
    const words = text.toLowerCase().split(/\P{L}+/u);
    return this.#isEnglish && this.#stems.values().some((stem) => words.some((word) => isRelated(stem, word)));
  }
}

/** A question without its names and days. */
const uncapitalised = (question: string): string => question.replaceAll(/(?<!\p{L})\p{Lu}[\p{L}-]*/gu, ' ');

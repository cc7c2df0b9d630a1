import { wordMap, wordSet } from '../../../platform/word-lists.ts';
import { isNumber, isWeekday, isYear, wholeOf } from '../tokens.ts';
import type { Patterns } from './patterns.ts';
import { isPlainTime, type PlainForms } from './plain-forms.ts';
import type { WordingLanguage } from './wording-language.ts';

/** Words of a text: those that say when, apart from the others. */
interface Told {
  readonly forms: readonly string[];
  /** In their order, but dates before times of day. */
  readonly times: string;
  readonly rest: readonly string[];
  /** Whether a time could stand elsewhere: nothing tells to which of two statements it belongs. */
  readonly mayMove: boolean;
}

/** `loose`: without small words and endings. */
interface ToldTwice {
  readonly strict: Told;
  readonly loose: Told;
}

/** Longer texts are compared word by word alone. */
const longest = 2_000;
/** Endings are dropped from words that are longer. */
const shortestWord = 4;
/** In a sentence that begins with a time, the subject is behind the verb; it has at most so many words. */
const longestSubject = 4;

/** Judges by words alone whether two texts of a language say the same, by a table of its words. */
export class SameWords {
  readonly #language: WordingLanguage;
  readonly #forms: PlainForms;
  readonly #small: ReadonlySet<string>;
  readonly #alike: ReadonlyMap<string, string>;
  readonly #ending: RegExp;
  readonly #times: ReadonlySet<string>;
  readonly #often: ReadonlySet<string>;
  readonly #at: ReadonlySet<string>;
  readonly #since: ReadonlySet<string>;
  readonly #joints: ReadonlySet<string>;
  readonly #not: ReadonlySet<string>;
  readonly #today: RegExp;

  constructor(forms: PlainForms, language: WordingLanguage, patterns: Patterns) {
    this.#language = language;
    this.#forms = forms;
    this.#small = wordSet(language.small);
    this.#alike = wordMap(language.alike);
    this.#ending = patterns.of(`(?:${language.ending})$`);
    this.#times = wordSet(language.times);
    this.#often = wordSet(language.often);
    this.#at = wordSet(language.at);
    this.#since = wordSet(language.since);
    this.#joints = wordSet(language.joints);
    this.#not = wordSet(language.not);
    this.#today = patterns.ofWords(language.today);
  }

  read(text: string): ToldTwice {
    const forms = text.length > longest ? [] : this.#forms.of(text);
    const loose = forms.filter((form) => !this.#small.has(form)).map((form) => this.#looseForm(form));
    return { strict: this.#told(forms), loose: this.#told(loose) };
  }

  /** Whether a text names a day relative to the day on which it was said. */
  dependsOnDay(text: string): boolean {
    return text.toLowerCase().search(this.#today) >= 0 || this.read(text).strict.forms.some(isWeekday);
  }

  /** It is sure if they also agree in small words and endings. */
  judge(one: ToldTwice, other: ToldTwice): 'surely' | 'likely' | null {
    if (this.#areSame(one.strict, other.strict)) return 'surely';
    return this.#areSame(one.loose, other.loose) || this.#isTurned(one.loose.forms, other.loose.forms)
      ? 'likely'
      : null;
  }

  #areSame(one: Told, other: Told): boolean {
    if (one.forms.length === 0 || other.forms.length === 0) return false;
    if (wholeOf(one.forms) === wholeOf(other.forms)) return true;
    if (one.times === '' || one.times !== other.times || !one.mayMove || !other.mayMove) return false;
    const [mine, theirs] = [wholeOf(one.rest), wholeOf(other.rest)];
    return mine === theirs || (this.#language.isVerbSecond === true && areInverted(one, other));
  }

  /** "Before each commit run the tests": a part that says when is at the other end. */
  #isTurned(one: readonly string[], other: readonly string[]): boolean {
    if (one.length !== other.length) return false;
    const turnedAt = (forms: readonly string[], at: number) => [...forms.slice(at), ...forms.slice(0, at)];
    const isTurnedTo = (from: readonly string[], to: readonly string[]) => {
      const [first = ''] = to;
      const at = this.#since.has(first) ? from.lastIndexOf(first) : -1;
      return at > 0 && wholeOf(turnedAt(from, at)) === wholeOf(to);
    };
    return isTurnedTo(one, other) || isTurnedTo(other, one);
  }

  #looseForm(form: string): string {
    const plain = this.#alike.get(form) ?? form;
    const isShort = plain.length <= shortestWord || this.#isTime(plain) || this.#since.has(plain);
    return isShort ? plain : plain.replace(this.#ending, '');
  }

  #told(forms: readonly string[]): Told {
    const isOfTime = this.#timesIn(forms);
    const [times, rest]: [string[], string[]] = [[], []];
    for (const [place, form] of forms.entries()) {
      if (!isOfTime[place]) rest.push(form);
      else if (!this.#at.has(form)) times.push(form);
    }
    const [clocks, days] = [times.filter((time) => time.includes(':')), times.filter((time) => !time.includes(':'))];
    return {
      forms: forms.filter((form, place) => !isOfTime[place] || !this.#at.has(form)),
      times: [...days, ...clocks].join(' '),
      rest,
      mayMove: !forms.some((form) => this.#joints.has(form)),
    };
  }

  /** Whether each form belongs to what says when: "since five years", "on Monday at 9:30". */
  #timesIn(forms: readonly string[]): boolean[] {
    const denies = forms.some((form) => this.#not.has(form));
    const isBehind = (words: ReadonlySet<string>, place: number) => words.has(forms[place - 1] ?? '');
    const found = forms.map(
      (form, place) =>
        this.#isTime(form) ||
        (!denies && this.#often.has(form)) ||
        (isNumber(form) && isBehind(this.#since, place)) ||
        (isYear(form) && isBehind(this.#at, place)),
    );
    for (let place = forms.length - 2; place >= 0; place -= 1) {
      const form = forms[place] ?? '';
      if (found[place + 1] && (isNumber(form) || this.#at.has(form) || this.#since.has(form))) found[place] = true;
    }
    return found;
  }

  #isTime(form: string): boolean {
    return this.#times.has(form) || isWeekday(form) || isPlainTime(form);
  }
}

/** "Seit 2021 arbeitet Svenja", "Svenja arbeitet seit 2021": the verb is before its subject, and nothing else differs. */
function areInverted({ rest: one }: Told, { rest: other }: Told): boolean {
  const isInverted = ([verb = '', ...more]: readonly string[], plain: readonly string[]) => {
    const at = plain.indexOf(verb);
    return at > 0 && at <= longestSubject && wholeOf(plain.toSpliced(at, 1)) === wholeOf(more);
  };
  return isInverted(one, other) || isInverted(other, one);
}

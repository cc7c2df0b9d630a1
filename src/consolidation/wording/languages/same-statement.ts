import { wordSet } from '../../../platform/word-lists.ts';
import { commonTail, type Outdating } from '../outdates.ts';
import { isNumber, isWeekday } from '../tokens.ts';
import type { Patterns } from './patterns.ts';
import { isPlainTime, type PlainForms } from './plain-forms.ts';
import type { WordingLanguage } from './wording-language.ts';

/** A text without the words that only mark it as news or deny it. */
export interface Statement {
  readonly forms: readonly string[];
  /** The first two forms: only statements that begin alike are compared. */
  readonly begin: string;
  /** The forms without small words: "She drinks no coffee" denies that she drinks coffee, or a coffee. */
  readonly matter: string;
  /** Number of forms before the word for now; null without any. */
  readonly newsAt: number | null;
  readonly denies: boolean;
  /** Number of forms before "new"; null without it. */
  readonly renewedAt: number | null;
  /** Kinds of its values: what is behind its numbers, such as "euro". */
  readonly values: ReadonlySet<string>;
  /** Whether it says that something was so before: "not any more". */
  readonly isOver: boolean;
}

/** Longer values are no names. */
const longestValue = 3;

/** Tells whether a later statement is an earlier one denied, or with another value. */
export class SameStatement {
  readonly #forms: PlainForms;
  readonly #now: RegExp;
  readonly #renewed: RegExp | null;
  readonly #denials: ReadonlySet<string>;
  readonly #over: RegExp;
  readonly #still: ReadonlySet<string>;
  readonly #single: RegExp;
  readonly #vague: ReadonlySet<string>;
  readonly #gap: string;

  constructor(forms: PlainForms, language: WordingLanguage, patterns: Patterns) {
    this.#forms = forms;
    const { now, renewed, denials, over, still, single } = language.changes;
    this.#now = patterns.ofWords(now, 'giu');
    this.#renewed = renewed === undefined ? null : patterns.ofWords(renewed, 'iu');
    this.#denials = wordSet(denials);
    this.#over = patterns.of(over);
    this.#still = wordSet(still);
    this.#single = patterns.of(`${language.isUnbroken ? '' : String.raw`(?<!\p{L})`}(?:${single})$`);
    this.#vague = wordSet(language.small).union(new Set(['1']));
    this.#gap = language.isUnbroken ? '' : ' ';
  }

  read(text: string): Statement {
    const at = text.search(this.#now);
    const isOver = text.search(this.#over) >= 0;
    const renewed = this.#renewed?.exec(text)?.index ?? -1;
    const plain = this.#renewed ? text.replace(this.#renewed, ' ') : text;
    const told = this.#forms.of(at < 0 ? plain : plain.replace(this.#now, ' '));
    const forms = told.filter((form) => !this.#denials.has(form) && !(isOver && this.#still.has(form)));
    return {
      forms,
      begin: forms.slice(0, 2).join(' '),
      matter: forms.filter((form) => !this.#vague.has(form)).join(' '),
      newsAt: at < 0 ? null : this.#forms.of(text.slice(0, at)).length,
      renewedAt: renewed < 0 ? null : this.#forms.of(text.slice(0, renewed)).length,
      denies: forms.length < told.length,
      values: kindsIn(forms),
      isOver,
    };
  }

  /** Returns what the first of several parts says to be over: "Je ne travaille plus à La Poste, je suis chez UPS"; null if it says none. */
  readOver(text: string): Statement | null {
    const [first = '', ...rest] = text.split(/,\s/u);
    return rest.length > 0 && first.search(this.#over) >= 0 ? this.read(first) : null;
  }

  outdates(is: Statement, was: Statement): Outdating | null {
    if (was.denies || is.begin !== was.begin) return null;
    if (is.denies)
      return is.matter !== was.matter || is.matter === '' ? null : is.isOver ? 'told anew' : 'denied later';
    const start = is.forms.findIndex((form, place) => form !== was.forms[place]);
    if (start < 1) return null;
    // "Room 4 is blue now" says nothing of room 3.
    const isNews = is.newsAt !== null && is.newsAt <= start;
    const tail = commonTail(is.forms.slice(start), was.forms.slice(start));
    const [now, before] = [is, was].map(({ forms }) => forms.slice(start, forms.length - tail));
    if (!now?.length || !before?.length) return null;
    const isSingle = is.forms.slice(0, start).join(this.#gap).search(this.#single) >= 0;
    if (now.every(isValue) && before.every(isValue)) return isNews ? 'told anew' : isSingle ? 'another value' : null;
    const areNames = now.length <= longestValue && before.length <= longestValue;
    const isRenewed = is.renewedAt !== null && is.renewedAt <= start;
    return isSingle && (isNews || isRenewed) && areNames ? 'another value' : null;
  }
}

function kindsIn(forms: readonly string[]): ReadonlySet<string> {
  const kinds = forms.flatMap((form, place) => kindOf(form, forms[place + 1]) ?? []);
  return kinds.length > 0 ? new Set(kinds) : none;
}
const none: ReadonlySet<string> = new Set();

/** The kind of a value: a time, or what a number counts. */
function kindOf(form: string, next = ''): string | null {
  if (isWeekday(form) || isPlainTime(form)) return 'time';
  return isNumber(form) ? next : null;
}

const isValue = (form: string): boolean => isNumber(form) || isWeekday(form) || isPlainTime(form);

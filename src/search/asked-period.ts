import type { MemoryFilter } from '../memory/memory-filter.ts';
import { hesitations } from '../platform/hesitations.ts';
import { wordSet } from '../platform/word-lists.ts';
import type { AskedScope } from './asked.ts';
import type { Beginning } from './beginnings.store.ts';
import { dateIn, mayNameDate } from './ranking/date-in.ts';
import { type Hours, spanOf } from './ranking/named-date.ts';
import { byScore } from './ranking/order.ts';
import { plainQuestion } from './ranking/plain-question.ts';
import { prepareDates } from './ranking/prepare-dates.ts';
import { unlessItFails } from './ranking/question.ts';
import { weekdays } from './ranking/relative-date.ts';
import { RescoredHit } from './rescored-hit.ts';
import { type Hit, withoutRepeats } from './search.ts';
import { beginningOf, instantOf } from './zoned-day.ts';

/** By language, words of questions about everything of a time: "What did we talk about last week?" asks for nothing but its date. */
const askingForAll: Readonly<Record<string, ReadonlySet<string>>> = {
  en: wordSet(`what whats which anything something everything thing things all happen happened happens happening going go went on up new news
    did do does done doing was were is are has have had been be i we you me us my our it there that this so the a an any in at of during for
    from to and between until till around about by with tell show list give remember recall know talk talked talking discuss discussed say said told mention mentioned
    memory memories note notes noted exactly please can could would again`),
  de: wordSet(`was alles etwas irgendwas passiert passierte passieren geschah geschehen los gab gibt es ist war waren wurde wurden hat habe haben
    hatte hatten ich wir du mir uns mich ihr man da denn so der die das den dem des ein eine einen im in am an um von vom zum zur mit und über
    zwischen bis gegen gemacht getan machte machten tat taten erlebt unternommen besprochen geredet gesprochen gesagt erzählt erzähle zeig zeige nenne sag neues
    neu bitte noch nochmal nochmals mal kannst könntest`),
  es: wordSet(`qué que todo algo pasó pasaba ha pasado ocurrió ocurrido sucedió sucedido hubo hay fue era es hice hicimos hiciste hizo hicieron hecho he
    hemos has han yo nosotros tú me nos mi se lo la el los las un una en entre hasta a al de del por con y sobre hablamos hablado dijimos dicho cuéntame
    dime muéstrame recuerdas nuevo otra vez puedes`),
  fr: wordSet(`que qu quoi est ce qui tout quelque chose s'est s passé passait arrivé arriva y a eu avait fait faisait ai avons as ont j je nous tu on me
    m moi mon le la les l un une des du de d en entre jusqu à au aux dans pour par avec et sur sommes parlé dit raconte montre dis neuf nouveau déjà peux`),
  it: wordSet(`che cosa cos tutto qualcosa è e successo successa accaduto accadde c era stato fatto facevo ho abbiamo hai ha hanno io noi tu mi ci mio
    il lo la i gli le l un una in nel nella a al alla di del della da tra fra fino per con su parlato detto dimmi raccontami mostrami nuovo già puoi`),
  pt: wordSet(`que o quê tudo algo aconteceu acontecia acontecido ocorreu houve há foi era é fiz fizemos fez fizeram feito eu nós você me nos meu a os as
    um uma em no na nos nas ao à de do da dos das entre até por com e sobre falamos falado dissemos dito conta conte mostra mostre diga novo mesmo pode`),
  nl: wordSet(`wat alles iets gebeurd gebeurde gebeurt er is was waren werd werden heb hebben heeft had hadden ik we wij jij je u mij me ons mijn zo de
    het een in op aan om tussen tot van met en over gedaan deed deden besproken gepraat gezegd verteld vertel toon zeg nieuw nieuws ook alweer kun kan`),
};

/** Returns the words of a language that such questions consist of, beside their date; empty: they are not known. */
export const wordsAskingForAll = (language: string): ReadonlySet<string> => askingForAll[language] ?? nothing;
const nothing: ReadonlySet<string> = new Set();

/** By language, words before a date that ask for the time before it, or after it. */
const sides: Readonly<Record<string, Readonly<Record<string, 'before' | 'after'>>>> = {
  en: { before: 'before', after: 'after' },
  de: { vor: 'before', nach: 'after' },
  es: { antes: 'before', después: 'after' },
  fr: { avant: 'before', après: 'after' },
  it: { prima: 'before', dopo: 'after' },
  pt: { antes: 'before', depois: 'after' },
  nl: { voor: 'before', na: 'after' },
};

const year = /^(?:19|20)\d\d$/;
/** "#2025" is an issue. */
const numbered = /#\p{Nd}/u;

const hesitationsOf = new Map(
  Object.entries(hesitations).map(([language, sounds]) => [language, new RegExp(`^(?:${sounds})$`, 'u')]),
);
const isHesitation = (language: string, word: string): boolean => hesitationsOf.get(language)?.test(word) === true;
/** "What happened like on Monday"; the verb has another word before it: "What did I like on Monday?" */
const fillerLike =
  /(?<=(?<!\p{L})(?:about|happen(?:s|ed|ing)?|going|went|on|up|new|done|doing|said|told|talk(?:ed|ing)?)\s)like(?!\p{L})/gu;

/** Maximum number of words that name a date: "from the 28th of February until the second week of March". */
const mostDateWords = 8;

/** The first and last day that is asked for, as days since 1970-01-01; null: there is no such bound. */
export interface AskedPeriod {
  readonly first: number | null;
  readonly last: number | null;
  /** Omitted: it asks for the whole days. */
  readonly hours?: Hours;
}

/** Returns the days that a question asks for if it asks for nothing else, in one of the languages; otherwise null. */
export function askedPeriod(question: string, today: AskedScope['today']): AskedPeriod | null {
  for (const [language, day] of Object.entries(today)) {
    const asked = unlessItFails(() => periodIn(plainQuestion(question), language, day));
    if (asked !== null) return asked;
  }
  return null;
}

/** Longer questions ask for more. */
const longest = 300;
/** Which day it is decides only which time is meant. */
const someDay = 20_000;

/**
 * Whether a question in any of the languages asks for nothing but a time: "What happened yesterday?" Looks for dates only in those languages that
 * explain most of its words, one after the other, English first: the compiled patterns of each take a megabyte or more.
 */
export async function asksForATime(question: string): Promise<boolean> {
  if (question.length > longest) return false;
  const plain = plainQuestion(question);
  for (const language of likeliestLanguages(plain)) {
    await prepareDates(plain, [language]);
    if (askedPeriod(question, { [language]: someDay }) !== null) return true;
  }
  return false;
}

/** The languages in which a question may ask for nothing but a time. Of one that may as well be English, numbers alone say nothing: "flight 12". */
export function likeliestLanguages(question: string): string[] {
  const words = wordsOf(question);
  const unexplained = Object.keys(askingForAll).flatMap((language) => {
    const others = othersAmong(words, language);
    return others === null ? [] : [{ language, count: others.length }];
  });
  const fewest = Math.min(...unexplained.map(({ count }) => count));
  const likeliest = unexplained.filter(({ count }) => count === fewest).map(({ language }) => language);
  const inWords = likeliest.includes('en') && /\p{L}/u.test(question) ? question.replaceAll(/\d+/g, ' ') : question;
  return likeliest.filter((language) => mayNameDate(language, language === 'en' ? question : inWords));
}

/** Each word of a question that may ask for a time alone; none if it can't. */
const wordsOf = (question: string): ReadonlySet<string> =>
  new Set(numbered.test(question) ? [] : question.replaceAll(fillerLike, '').match(/[\p{L}\p{N}]+/gu));

/** Those of the words that do not ask for everything; null if they can't be a date alone. */
function othersAmong(words: ReadonlySet<string>, language: string): readonly string[] | null {
  const others = [...words].filter((word) => !askingForAll[language]?.has(word) && !isHesitation(language, word));
  return others.length === 0 || others.length > mostDateWords ? null : others;
}

/** A word belongs to the date if the question names another one, or none, without it. */
function periodIn(question: string, language: string, today: number): AskedPeriod | null {
  const others = othersAmong(wordsOf(question), language);
  if (others === null) return null;
  const date = dateIn(language, question, today);
  if (date === null) return null;
  const named = JSON.stringify(date);
  const isOfDate = (word: string): boolean => {
    // Beside a date, "Friday" and a year that is the latest say nothing that it does not.
    if (year.test(word) || (language === 'en' && weekdays.includes(word))) return true;
    const without = question.replaceAll(new RegExp(String.raw`(?<![\p{L}\p{N}])${word}(?![\p{L}\p{N}])`, 'gu'), '');
    return JSON.stringify(dateIn(language, without, today)) !== named;
  };
  const [side, ...more] = others.filter((word) => !isOfDate(word));
  const { first, last, hours } = spanOf(date, today);
  if (side === undefined) return { first, last, ...(hours && { hours }) };
  const bound = sides[language]?.[side];
  if (bound === undefined || more.length > 0) return null;
  return bound === 'before' ? { first: null, last: first - 1 } : { first: last + 1, last: null };
}

/** The filter for memories of these days in one of the time zones. */
export function filterOf({ first, last }: AskedPeriod, { timeZones }: Pick<AskedScope, 'timeZones'>): MemoryFilter {
  const begins = (day: number): number[] => timeZones.map((zone) => beginningOf(day, zone));
  return {
    validFromAfter: first === null ? null : new Date(Math.min(...begins(first)) - 1),
    validFromBefore: last === null ? null : new Date(Math.max(...begins(last + 1))),
  };
}

/** The filter for memories of the hours of these days that are asked for; null if all are. */
export function filterOfHours(
  { first, last, hours }: AskedPeriod,
  { timeZones }: Pick<AskedScope, 'timeZones'>,
): MemoryFilter | null {
  if (hours === undefined || first === null || last === null) return null;
  const at = (day: number, hour: number) => timeZones.map((zone) => instantOf(day, hour, zone));
  return {
    validFromAfter: new Date(Math.min(...at(first, hours.from)) - 1),
    validFromBefore: new Date(Math.max(...at(last, hours.to))),
  };
}

/** Whether a memory begins with days of the period, read from its own day: "Incident of 21 August" is written on the next one. */
export function beginsWith({ first, last }: AskedPeriod, { text, language, day }: Beginning): boolean {
  const date = unlessItFails(() => dateIn(language, plainQuestion(text), day));
  if (date === null) return false;
  const told = spanOf(date, day);
  return (first === null || told.first >= first) && (last === null || told.last <= last);
}

/** Puts hits of the asked days before all others: these only share words with the question, such as "week" and "last". */
export function periodFirst(ofPeriod: readonly Hit[], all: readonly Hit[]): readonly Hit[] {
  const best = all[0]?.score ?? 0;
  const ids = new Set(ofPeriod.map(({ id }) => id));
  const first = ofPeriod.map((hit) => hitOfPeriod(hit, best)).sort(byScore);
  return withoutRepeats([...first, ...all.filter(({ id }) => !ids.has(id))]);
}

/** A hit of the asked days: its score is that of the best hit of all more. */
const hitOfPeriod = (hit: Hit, bonus: number): Hit =>
  new RescoredHit(hit, hit.score + bonus, { part: { name: 'period', value: 1, contribution: bonus } });

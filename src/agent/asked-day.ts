import { mayNameSpokenDate } from '../search/ranking/date-languages/spoken-date.ts';
import { plainQuestion } from '../search/ranking/plain-question.ts';
import { formsByLanguage } from './forms-in.ts';
import { asksForThen } from './then.ts';

/** By language, how questions ask for a day or a time; words that also mean "while" only where they begin a question. */
const questions: Readonly<Record<string, string>> = {
  de: String.raw`wann|welche[mnrs]? (?:\p{L}*tag|datum|monat|jahr|woche)e?n?|um wie ?viel uhr`,
  es: String.raw`cuándo|^\P{L}*cuando|qué (?:días?|fecha|mes|año)|a qué hora`,
  fr: String.raw`^\P{L}*(?:depuis |jusqu['’]à )?quand|quel(?:le)?s? (?:jours?|dates?|mois|années?)|quelle heure`,
  it: String.raw`^\P{L}*(?:da |fino a )?quando|(?:che|qual[ei]) (?:giorn[oi]|data|mese|anno)|a che ora`,
  pt: String.raw`^\P{L}*(?:desde |até )?quando|(?:que|quais|qual) (?:dias?|data|mês|ano)|que horas`,
  nl: 'wanneer|welke (?:dag|dagen|datum|maand|week)|welk jaar|hoe laat',
  zh: '什么时候|几点|几号|哪天|哪一天|星期几|周几',
};

/** By language, what else than a date tells when: parts of a day, and what is before or after something. */
const times: Readonly<Record<string, string>> = {
  de: String.raw`\p{L}*(?:abend|nacht|nächte|mittag)\p{L}*|früh|(?:vor|nach|bei|während) (?:de[mrn]|jede[mr])|wenn|sobald|bevor|nachdem|immer|nie|oft`,
  es: 'mañanas?|tardes?|noches?|mediodía|antes|después|cuando|siempre|nunca',
  fr: 'matins?|soirs?|midi|nuits?|après-midi|avant|après|quand|toujours|jamais',
  it: String.raw`mattin\p{L}*|ser[ae]|nott[ei]|pomeriggi\p{L}*|mezzogiorno|prima|dopo|quando|sempre|mai`,
  pt: 'manhãs?|tardes?|noites?|meio-dia|antes|depois|quando|sempre|nunca',
  nl: String.raw`\p{L}*(?:ochtend|avond|nacht|middag)\p{L}*|['’]s (?:ochtends|avonds|nachts|middags)|vroeg|voor|na|als|altijd|nooit`,
  zh: '早上|早晨|上午|中午|下午|晚上|夜里|之前|之后|以前|以后|时候',
};

const asks = formsByLanguage(questions);
const timesIn = formsByLanguage(times);

/** Returns whether a text can answer a question of a language: one that asks when something is, is answered by a day or a time. */
export function askedDay(question: string, language: string): (text: string) => boolean {
  // When something was, the day of its memory tells.
  if (!asks(language)?.test(question) || asksForThen(question, language)) return () => true;
  return (text) =>
    /\p{N}/u.test(text) || timesIn(language)?.test(text) === true || mayNameSpokenDate(language, plainQuestion(text));
}

import { wordSet } from '../../../platform/word-lists.ts';
import type { WrittenWord } from '../written-words.ts';
import type { NameEvidence } from './evidence.ts';
import { opensAsName } from './openings.ts';
import { isLarge, wordsBefore } from './surroundings.ts';

/** "Der Laacher See", "das Hamburger Rathaus" */
const ofTown = /^\p{Lu}\p{Ll}{3,}er$/u;
const landmarks =
  wordSet(`See Dom Zoo Platz Straße Bahnhof Hauptbahnhof Flughafen Tor Wald Berg Hof Hütte Universität Schloss Rathaus Altstadt Hafen
  Heide Moor Allee Park Garten Brücke Münster Tal Bucht Meer Alpen Oper Weg`);
const streets = /(?:straße|gasse|allee|(?<!Bade|Bagger|Stau|Wald|Berg)see)$/;
/** After these, names stand without an article, and nouns seldom. */
const beforeNames =
  wordSet(`in nach aus bei von mit für über an um durch zwischen gegen bis dass wenn weil ob da ich du wir sie er man mir dir uns
  euch ihm ihr ihn mich dich nur auch sogar dann jetzt heute gestern morgen noch schon bald leider vielleicht hat hatte kann soll muss
  will darf hast habe bin`);
const quantities =
  wordSet(`zwei drei vier fünf sechs sieben acht neun zehn elf zwölf zwanzig hundert tausend viel viele mehr wenig wenige weniger etwas
  genug kein keine keinem keinen keiner alle allen aller beide beiden mehrere einige manche paar pro je halbe halben ganze ganzen`);
/** "Ich frage Wiebke" */
const subject = /^(ich|wir|sie)$/i;
const adjective = /^\p{Ll}+(?:e|en|er|es|em)$/u;

/** Whether a capitalised word in German is a name, by what stands around it and by how it is formed. */
export function isNameAmongNouns(written: readonly WrittenWord[], at: number, evidence: NameEvidence): boolean {
  const [previous, word, next] = beside(written, at);
  if (!word || evidence.isSmall(word.text.toLowerCase())) return false;
  if (isOfTown(word, next) || isOfTown(previous, word)) return true;
  if (isOfOwner(word, evidence)) return true;
  const isInRow = [previous, next].some((one) => isUncommon(one, evidence));
  if (!isUncommon({ ...word, opens: false }, evidence)) return isInRow && isWithin(word, evidence);
  if (isQuantity(previous) || /^\d/.test(next?.text ?? '')) return false;
  if (previous && isCalled(written, at, previous, evidence)) return true;
  if (!word.opens && (isInRow || isWithin(next, evidence))) return true;
  return isNameAlone(written, at, evidence);
}

/** Whether it is a name if no other capitalised word belongs to it. */
function isNameAlone(written: readonly WrittenWord[], at: number, evidence: NameEvidence): boolean {
  const [previous, word, next] = beside(written, at);
  const isListed = (and: number) => isUncommon(written[and - 1], evidence);
  const isDoing = () => opensAsName(written, at, evidence);
  if (!previous || !word) return isListed(at) || isDoing();
  if (streets.test(word.text)) return true;
  const before = previous.text.toLowerCase();
  if (evidence.isArticle(before)) return false;
  if (/^(und|oder)$/.test(before)) return isListed(at - 1) || isDoing();
  if (beforeNames.has(before) || (isLarge(next) && /s$/.test(word.text))) return true;
  const isVerb = written[at - 2]?.ends === false && subject.test(written[at - 2]?.text ?? '');
  return isVerb || !(evidence.isSmall(before) || adjective.test(previous.text)) || isDoing();
}

/** "Zwei Klüven", "40 Pumpen" */
const isQuantity = (word: WrittenWord | undefined): boolean =>
  quantities.has(word?.text ?? '') || /^\d/.test(word?.text ?? '');

/** Returns the words around one that no sign parts from it. */
function beside(written: readonly WrittenWord[], at: number): (WrittenWord | undefined)[] {
  const [previous, word, next] = [written[at - 1], written[at], written[at + 1]];
  return [previous?.ends ? undefined : previous, word, word?.ends ? undefined : next];
}

/** No two nouns stand side by side, but names do: "Gorch Fock". */
const isUncommon = (word: WrittenWord | undefined, { isCommon, noun }: NameEvidence): boolean =>
  word !== undefined && isLarge(word) && !word.opens && !isCommon(word.text) && noun(word.text.toLowerCase()) === null;

const isOfTown = (word: WrittenWord | undefined, next: WrittenWord | undefined): boolean =>
  ofTown.test(word?.text ?? '') && landmarks.has(next?.text ?? '');

/** "Goethe-Gymnasium", "Alexanderplatz", but "Parkplatz" */
function isOfOwner({ text }: WrittenWord, { isCommon, within }: NameEvidence): boolean {
  const owner = /^(.{3,})-\p{Lu}/u.exec(text)?.[1] ?? /^(.{4,})(?:platz|brücke|kirche|turm|park)$/.exec(text)?.[1];
  return (
    owner !== undefined && !isCommon(owner) && within(text.slice(owner.length).replace('-', '').toLowerCase()) !== null
  );
}

/** "Hurricane Festival", "Hausverwaltung Petersen" */
const isWithin = (word: WrittenWord | undefined, { within }: NameEvidence): boolean =>
  isLarge(word) && within(word?.text.toLowerCase() ?? '') !== null;

/** "Unser Dackel Krümel", "sie heißt Lilo" */
const isCalled = (
  written: readonly WrittenWord[],
  at: number,
  previous: WrittenWord,
  { noun, called }: NameEvidence,
): boolean =>
  isLarge(previous) ? noun(previous.text.toLowerCase()) !== null : called.test(wordsBefore(written, at).join(' '));

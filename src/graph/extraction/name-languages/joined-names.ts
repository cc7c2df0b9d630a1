import { isCapitalised, textAt } from '../word.ts';
import type { WrittenWord } from '../written-words.ts';
import type { NameEvidence } from './evidence.ts';
import { isNone } from './openings.ts';
import { isBehindReading, isLarge, wordsBefore } from './surroundings.ts';

/**
 * Makes one word of names that are not merely capitalised words in a row: titles in quotation marks or after a verb of reading,
 * names that begin with a small noun ("lac d'Annecy"), or have small words within ("Alter do Chão").
 */
export function withJoinedNames(written: readonly WrittenWord[], evidence: NameEvidence): WrittenWord[] {
  const words: WrittenWord[] = [];
  for (let at = 0; at < written.length; ) {
    const title = quotedEnd(written, at, evidence) ?? titleEnd(written, at, evidence);
    const end = title ?? runEnd(written, at, evidence) ?? at + 1;
    const name = written.slice(at, end);
    const last = words.at(-1);
    // The sign before a quotation parts it from no preposition.
    if (title && last && name[0]?.quoted) words.splice(-1, 1, { ...last, ends: false });
    // "Il nome della rosa di Umberto Eco" are two names.
    words.push(
      ...(title || name.length > 1 ? joined(name, title !== null && ofTitles.test(written[end]?.text ?? '')) : name),
    );
    at = end;
  }
  return words;
}

function joined(words: readonly WrittenWord[], ends: boolean): WrittenWord[] {
  const [first, last] = [words[0], words.at(-1)];
  const text = words
    .map((word) => word.text)
    .join(' ')
    .replaceAll(/(?<=['’]) /gu, '');
  return first && last ? [{ ...last, text, opens: first.opens, ends: ends || last.ends, isJoined: true }] : [];
}

/** Maximum number of words of a title. */
const longest = 7;

/** «Пикник на обочине», but not what somebody said. */
function quotedEnd(written: readonly WrittenWord[], at: number, { isSaying }: NameEvidence): number | null {
  const first = written[at];
  if (first?.quoted !== 'begins' && first?.quoted !== 'both') return null;
  const length =
    first.quoted === 'both' ? 1 : written.slice(at, at + longest).findIndex(({ quoted }) => quoted === 'ends') + 1;
  const title = written.slice(at, at + length);
  if (length === 0 || !isLarge(first) || title.slice(0, -1).some(({ ends }) => ends)) return null;
  return isSaying(textAt(written, at - 1)) ? null : at + length;
}

/** "Leggendo La coscienza di Zeno": a large article, or a large word after a verb of reading, begins a title. */
function titleEnd(written: readonly WrittenWord[], at: number, evidence: NameEvidence): number | null {
  const first = written[at];
  if (!first || !isLarge(first) || first.opens || first.ends || evidence.noun(first.text.toLowerCase())) return null;
  const isArticle = !polite.test(first.text) && evidence.isArticle(first.text.toLowerCase());
  const hasArticle = isArticle || /^[LD]['’]\p{Ll}/u.test(first.text);
  if (isArticle && evidence.isCommon(written[at + 1]?.text ?? '')) return null;
  if (!hasArticle && !isBehindReading(wordsBefore(written, at), evidence)) return null;
  const isSmallNoun = ({ text }: WrittenWord) => hasArticle && !isCapitalised(text) && !evidence.isSmall(text);
  let end = at + 1;
  for (let next = 1; next > 0 && !written[end - 1]?.ends; end += next) {
    next =
      [1, 2, 3].find((count) =>
        continuesTitle(written, end, count, (word) => isSmallNoun(word) && isSmallSoFar(written, at, end, count)),
      ) ?? 0;
  }
  return end > at + 1 ? end : null;
}

/** "Können Sie mir Ihre Nummer geben?" */
const polite = /^(Ihr|Dein|Eue?r|Su|Sua|Suo|Vostr)/;
const ofTitles =
  /^(?:de|del|du|des|d['’]|la|las|los|le|el|o|os|a|as|di|della|dell['’]|dei|delle|do|da|dos|das|van|von|der|des|den|sobre|sur)$/;

function continuesTitle(
  written: readonly WrittenWord[],
  at: number,
  count: number,
  isNoun: (word: WrittenWord) => boolean,
): boolean {
  const words = written.slice(at, at + count);
  const last = words.at(-1);
  if (words.length < count || !last || words.slice(0, -1).some(({ text, ends }) => ends || !ofTitles.test(text)))
    return false;
  // "De avonden van Gerard Reve"
  const isAuthor = count > 1 && !last.ends && isLarge(written[at + count]);
  return (isLarge(last) && !isAuthor) || isNoun(last);
}

/** "La dolce vita", but "De Groot woont". */
const isSmallSoFar = (written: readonly WrittenWord[], at: number, end: number, count: number): boolean =>
  written.slice(at + 1, end).every(({ text }) => !isCapitalised(text)) && (count > 1 || end - at < 3);

/** A small noun with a name behind it, or capitalised words with small ones between them. */
function runEnd(written: readonly WrittenWord[], at: number, evidence: NameEvidence): number | null {
  const first = written[at];
  if (!first || first.ends) return null;
  const begins = mayBegin(first, written[at - 1], evidence);
  if (begins && isOfNoun(first, written[at + 1], evidence)) return at + 2;
  if (!written.slice(at + 1, at + 4).some(isLarge)) return null;
  let isSmall = evidence.isHead(first.text);
  if (!isSmall && !begins) return null;
  let end = at + 1;
  while (end < written.length && !written[end - 1]?.ends) {
    const next = [1, 2, 3].find((length) => continuesRun(written, end, length, evidence));
    if (!next) break;
    isSmall ||= next > 1;
    end += next;
  }
  return isSmall && end > at + 1 ? end : null;
}

function mayBegin(word: WrittenWord, previous: WrittenWord | undefined, evidence: NameEvidence): boolean {
  // "L'Università di Camerino"
  const opens = word.opens && !/['’]$/.test(previous?.text ?? '');
  return isLarge(word) && !opens && !isNone(word.text.toLowerCase(), evidence) && !evidence.isCommon(word.text);
}

/** "Сенной площади" */
const isOfNoun = (word: WrittenWord, noun: WrittenWord | undefined, { adjective, within }: NameEvidence): boolean =>
  adjective.test(word.text) && within(noun?.text ?? '') !== null;

function continuesRun(written: readonly WrittenWord[], at: number, length: number, { joins }: NameEvidence): boolean {
  const words = written.slice(at, at + length);
  const last = words.at(-1);
  const between = words.slice(0, -1);
  if (words.length < length || !isLarge(last) || between.some(({ ends, text }) => ends || isCapitalised(text)))
    return false;
  return between.length === 0 || joins.test(between.map(({ text }) => text).join(' '));
}

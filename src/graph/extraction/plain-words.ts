import { wordSet } from '../../platform/word-lists.ts';
import type { EntityType } from '../entity.ts';
import { normalName } from '../entity-name.ts';
import { eastAsianNames } from './east-asian/east-asian-names.ts';
import type { LanguageWords } from './language-words.ts';
import { nameCutter } from './name-cutter.ts';
import { isNameAmongNouns } from './name-languages/german-names.ts';
import { withJoinedNames } from './name-languages/joined-names.ts';
import { opensAsName } from './name-languages/openings.ts';
import type { NameLexicon } from './name-lexicon.ts';
import { wellKnownTag } from './well-known.ts';
import { hasInnerCapital, isCapitalised, knownTag, ordinaryTag, textAt, typeTags, type Word } from './word.ts';
import { isShouted, type WrittenWord, writtenWords } from './written-words.ts';

/** What is known besides the text itself. */
interface Known {
  readonly language: LanguageWords;
  readonly lexicon: NameLexicon;
  /** Normal forms of names that the account has, and their types. */
  readonly names: ReadonlyMap<string, EntityType>;
  /** Normal forms of words that are capitalised within a sentence somewhere. */
  readonly within: ReadonlySet<string>;
}

/**
 * Returns the words of a text in any language but English, with what is known of those that are capitalised, or are names that
 * the account has or that rules for East Asian scripts find.
 */
export function plainWords(text: string, given: Known): Word[][] {
  const known = withEastAsianNames(text, given);
  const sentences = writtenWords(text, known.language, nameCutter(known.names.keys()));
  const { evidence } = known.language;
  return sentences.map((written) => taggedWords(evidence ? withJoinedNames(written, evidence) : written, known));
}

/** What the account knows of a name stands, unless that is only that it is a thing. */
function withEastAsianNames(text: string, known: Known): Known {
  const found = eastAsianNames(text);
  const kept = [...known.names].filter(([name, type]) => type !== 'THING' || !found.has(name));
  return { ...known, names: new Map([...found, ...kept]) };
}

/**
 * Returns the normal forms of words that are capitalised within sentences; none in languages that capitalise all nouns, where it
 * shows nothing.
 */
export function largeWithin(text: string, language: LanguageWords): string[] {
  if (language.largeNouns) return [];
  return writtenWords(text, language, (word) => [word])
    .filter((written) => !isShouted(written))
    .flat()
    .filter(({ text: word, opens }) => !opens && isCapitalised(word) && !language.isOrdinary(word))
    .map(({ text: word }) => normalName(word));
}

function taggedWords(written: readonly WrittenWord[], known: Known): Word[] {
  const shouted = isShouted(written);
  const phrases = knownPhrases(written, known);
  return written.map((word, index) => {
    const { tags, isLast } = phrases.get(index) ?? {
      tags: word.isJoined ? joinedTags : [shouted ? ordinaryTag : tagOf(written, index, known)],
      isLast: false,
    };
    // Without capitals, nothing shows that a name continues.
    const ends = word.ends || (isLast && !isCapitalised(word.text));
    return { text: word.text, ends, possessive: word.possessive, root: '', tags: new Set(tags) };
  });
}

const joinedTags = [knownTag, 'ProperNoun'];

/** Maximum number of words of a name. */
const longest = 4;

interface InPhrase {
  readonly tags: readonly string[];
  readonly isLast: boolean;
}

/** Returns, by index, the words that are names of the account, or known names of several words. */
function knownPhrases(written: readonly WrittenWord[], known: Known): Map<number, InPhrase> {
  const found = new Map<number, InPhrase>();
  for (let start = 0; start < written.length; ) {
    const [end, tags] = phraseFrom(written, start, known);
    for (let place = start; place < end; place += 1) found.set(place, { tags, isLast: place === end - 1 });
    start = Math.max(end, start + 1);
  }
  return found;
}

/** Returns the longest such name that begins here, capitalised if the script has capitals. */
function phraseFrom(written: readonly WrittenWord[], start: number, known: Known): [number, readonly string[]] {
  if (isSmall(written[start])) return [start, []];
  const ended = written.findIndex(({ ends }, index) => index >= start && ends);
  const last = Math.min(start + longest, ended < 0 ? written.length : ended + 1);
  for (let end = last; end > start; end -= 1) {
    const words = written.slice(start, end).map(({ text }) => text);
    const tags = isSmall(written[end - 1]) ? null : tagsOfPhrase(words, known);
    if (tags) return [end, tags];
  }
  return [start, []];
}

const isSmall = (word: WrittenWord | undefined): boolean => /^\p{Ll}/u.test(word?.text ?? '');

function tagsOfPhrase(words: readonly string[], known: Known): readonly string[] | null {
  const { names, lexicon, language } = known;
  const phrase = words.join(' ');
  const normal = normalName(phrase);
  const type = names.get(normal);
  if (type && !isDoubtful(words, type, known)) return [knownTag, typeTags[type]];
  if (words.length === 1) return null;
  const kind = language.isCountry(normal) ? 'Country' : lexicon(phrase);
  return kind ? [kind] : null;
}

/**
 * Whether a known name may come from text that was read by other rules: that is no reason to take "Garten" for a thing, or "Ayer
 * Lucía" and "Visité Madrid" for one name.
 */
function isDoubtful([first = '', ...rest]: readonly string[], type: EntityType, known: Known): boolean {
  const { names, lexicon, language } = known;
  if (language.largeNouns && (type === 'THING' || type === 'PLACE')) return true;
  if (rest.length === 0) return false;
  const isName = (phrase: string) => names.has(normalName(phrase)) || ![null, 'LastName'].includes(lexicon(phrase));
  return type === 'THING' || language.isOrdinary(first) || (!isName(first) && isName(rest.join(' ')));
}

/** Titles that the name of a person follows. */
const titles =
  wordSet(`frau herr herrn dr dra dott prof professor professora professorin profesor profesora professeur professore professoressa
  doktor doctor doctora docteur doutor doutora dottor dottore dottoressa señor señora senhor senhora sr sra don doña dona
  madame monsieur mme mlle signor signora meneer mevrouw mevr dhr pan pani panu panią hr fru`);
/** Articles: alone they begin a title, as in "Leyó El hobbit". */
const articles = wordSet('el la los las il lo gli le les un une una der die das een het de o os as um uma');

/** Returns the tag of a capitalised word: `Ordinary` if it is capitalised for another reason than being a name. */
function tagOf(written: readonly WrittenWord[], index: number, { lexicon, within, language }: Known): string {
  const [word, before] = [written[index], written[index - 1]];
  if (!word) return '';
  if (!(isCapitalised(word.text) || hasInnerCapital(word.text)))
    return language.isBetweenNames(word.text) || (language.largeNouns && isFrom(written, index, lexicon))
      ? ordinaryTag
      : '';
  const { text, opens, parted } = word;
  const beside = before && !before.ends ? before.text : '';
  const found = lexicon(text);
  if (found === 'LastName' && lexicon(beside) === 'FirstName') return found;
  const { evidence } = language;
  const kind = found === 'Organization' && evidence?.isCommon(text) ? null : found;
  if (kind === 'FirstName' && isBeforeName(written, index, language)) return kind;
  if (language.isOrdinary(text) || isBareArticle(written, index)) return ordinaryTag;
  if (evidence?.isSmall(text.toLowerCase()) && (opens || !isCapitalised(written[index + 1]?.text))) return ordinaryTag;
  const normal = normalName(text);
  if (language.isCountry(normal)) return 'Country';
  if (titles.has(textAt(written, index - 1)) && !opens) return 'Person';
  if (kind && kind !== 'LastName') return kind;
  if (parted || hasInnerCapital(text) || /^\p{Lu}{2,}(-|$)/u.test(text)) return 'ProperNoun';
  if (wellKnownTag(text.toLowerCase(), true)) return 'ProperNoun';
  if (language.largeNouns)
    return evidence && isNameAmongNouns(written, index, evidence) ? (kind ?? 'ProperNoun') : ordinaryTag;
  if (!opens) return kind ?? 'ProperNoun';
  const isName = within.has(normal) || (evidence !== null && opensAsName(written, index, evidence));
  return isName ? 'ProperNoun' : ordinaryTag;
}

/** "Herr Nguyen von der Bank", but "Ursula von der Leyen" */
const isFrom = (written: readonly WrittenWord[], index: number, lexicon: NameLexicon): boolean =>
  written[index]?.text === 'von' &&
  /^(der|dem|den)$/.test(written[index + 1]?.text ?? '') &&
  (lexicon(written[index - 1]?.text ?? '') !== 'FirstName' || titles.has(textAt(written, index - 2)));

/** "Julio" is July in Spanish, but not in "con Julio Pérez". */
function isBeforeName(written: readonly WrittenWord[], index: number, language: LanguageWords): boolean {
  const [word, next] = [written[index], written[index + 1]];
  if (!word || word.opens || word.ends || language.largeNouns || titles.has(word.text.toLowerCase())) return false;
  return next !== undefined && isCapitalised(next.text) && !language.isOrdinary(next.text);
}

const isBareArticle = (written: readonly WrittenWord[], index: number): boolean =>
  articles.has(textAt(written, index)) && (written[index]?.ends || isSmall(written[index + 1]));

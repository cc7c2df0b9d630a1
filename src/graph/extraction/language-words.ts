import { LRUCache } from 'lru-cache';
import { regionNames } from '../../platform/region-names.ts';
import { wordMap, wordSet } from '../../platform/word-lists.ts';
import { normalName } from '../entity-name.ts';
import { evidenceIn, type NameEvidence } from './name-languages/evidence.ts';

/** What a language capitalises without naming anybody, and its names of countries. */
export interface LanguageWords {
  /** Whether all nouns are capitalised. */
  readonly largeNouns: boolean;
  /** Whether an apostrophe separates endings from names, and from no other words: "İzmir'e". */
  readonly partsNames: boolean;
  /** Whether it is a small word that is part of names elsewhere, and of none in this language. */
  readonly isBetweenNames: (word: string) => boolean;
  readonly isOrdinary: (word: string) => boolean;
  /** Takes a normal form. */
  readonly isCountry: (name: string) => boolean;
  /** What it says around names; null if that is not known. */
  readonly evidence: NameEvidence | null;
}

/**
 * By language: small words and nouns that elsewhere are a first name or a town ("Ella" is "she" in Spanish, "Essen" is food in
 * German), words that courtesy capitalises, and holidays.
 */
const ordinary: Readonly<Record<string, string>> = {
  es: `ella esa mía las les dan para que sal sean va van son sin ve ven dale lee cara mira vale alta toda nena ayer usted ustedes
    semana santa navidad nochebuena nochevieja reyes pascua`,
  pt: `ali dela ela elas nela eu irá nas para que usa dona cara vera mira alta dan tia natal páscoa carnaval você vocês`,
  fr: `cher chère chers dela elle les las ont que va clair noël pâques toussaint vous`,
  it: `ben che dan della dell ella fra già li mia mila nel nell ora otto sarà sue va cara caro cari vera bella alta dona gita
    prato natale pasqua ferragosto capodanno lei`,
  nl: `dan kan ben ander anders mina les hal kerst kerstmis pasen pinksteren sinterklaas koningsdag`,
  de: `allen ander anders darin den ernst lang mann nur seine über tod roman bart gabe art kai mark wade rose linde iris perle
    essen halle herb gene reich sage jude angel jersey marge kali bergen visa target gap shell orange apple wlan`,
  pl: `co mają nas nią sam ty wy kim dan para pan pani państwo ci cię ciebie tobie wam was wielkanoc wigilia sylwester`,
  tr: `ben kim pek eden belli para son van var can ada elma hala hâlâ anne kan kira dede bayram`,
  sv: `andra den dina elva hans jo kan mina ned ut va val jul påsk midsommar nyår`,
  da: `andre den hans jo kan ned dem deres jul påske`,
  no: `andre den hans kan lang ned ut jul påske`,
  fi: `alta asia aina että jo kai luo mikä minä sinä monet oman sitä joulu pääsiäinen juhannus`,
  cs: `den dále jen jím pak tím ty dana vánoce velikonoce`,
  hu: `ben meg még jó ont nagy karácsony húsvét`,
  ro: `alta altă eu ia li mei ori va crăciun paște`,
  id: `ada cara dan hal kan kira lima para yang lebaran natal`,
  ru: `масленица масленицу масленицы пасха пасху пасхи рождество рождества вы вам вас вами ваш ваша ваше ваши`,
};

/** "Budi di Jakarta", "Ayşe de Mehmet de", "Maria la Cluj". */
const betweenNames = wordMap('id:di ms:di tr:da|de az:da|də hu:de ro:la hr:da sr:da sl:da');

const shortestStem = 4;

/** German, Luxembourgish, Low and Swiss German. */
const withLargeNouns = wordSet('de lb nds gsw');
const withPartedNames = wordSet('tr az');

export const languageWords = (language: string): LanguageWords => known.memo(language);

/** Holds more languages than one process meets. Working out what Intl knows of one takes some milliseconds. */
const known = new LRUCache<string, LanguageWords>({ max: 50, memoMethod: workOut });

function workOut(language: string): LanguageWords {
  const countries = new Set(regionNames(language).map(normalName));
  // "Jerman" is Germany in Indonesian, and also German.
  const ofLanguages = languages(language).filter((word) => !countries.has(normalName(word)));
  const smallInNames = betweenNames.get(language)?.split('|') ?? [];
  const words = new Set([...wordsOf(ordinary[language] ?? ''), ...times(language), ...ofLanguages]);
  // "Segunda-feira" is two words in that set.
  const isOrdinary = (word: string) => words.has(word) || word.split('-').every((part) => words.has(part));
  const evidence = evidenceIn(language);
  const stemOf = (name: string) => (evidence ? name.replace(evidence.caseEnding, '') : name);
  const stems = new Set([...countries].map(stemOf));
  const isCountry = (name: string) => countries.has(name) || (name.length > shortestStem && stems.has(stemOf(name)));
  return {
    largeNouns: withLargeNouns.has(language),
    partsNames: withPartedNames.has(language),
    isBetweenNames: (word) => smallInNames.includes(word.toLowerCase()),
    isOrdinary: (word) => isOrdinary(word.toLowerCase()),
    isCountry,
    evidence,
  };
}

const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{M}]+/gu) ?? [];

/** Words for times, such as "gestern", "Montag", "avril": by themselves, and beside a day, where many languages inflect them. */
function times(language: string): string[] {
  const locales = [language, 'en'];
  const relative = new Intl.RelativeTimeFormat(locales, { numeric: 'auto' });
  const month = new Intl.DateTimeFormat(locales, { calendar: 'gregory', timeZone: 'UTC', month: 'long' });
  const date = new Intl.DateTimeFormat(locales, {
    calendar: 'gregory',
    timeZone: 'UTC',
    weekday: 'long',
    day: 'numeric',
    month: 'long',
  });
  // In every year, the second days of the months cover all days of the week.
  const days = Array.from({ length: 12 }, (_, index) => Date.UTC(2023, index, 2));
  const said = [
    ...[-2, -1, 0, 1, 2].map((count) => relative.format(count, 'day')),
    ...days.flatMap((day) => [month.format(day), date.format(day)]),
  ];
  return said.flatMap(wordsOf);
}

const askedLanguages =
  'ar bn cs da de el en es fa fi fr he hi hu id it ja ko la ms nl no pl pt ro ru sv ta th tr uk ur vi zh'.split(' ');

/** Names of languages, "Nederlands", and their adjectives, "Nederlandse". */
function languages(language: string): string[] {
  const names = new Intl.DisplayNames([language, 'en'], { type: 'language' });
  const said = askedLanguages.flatMap((asked) => wordsOf(names.of(asked) ?? ''));
  return [...said, ...said.map((word) => `${word}e`)];
}

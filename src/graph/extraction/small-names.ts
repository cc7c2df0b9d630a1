import { wordSet } from '../../platform/word-lists.ts';
import { normalName } from '../entity-name.ts';
import type { NameLexicon } from './name-lexicon.ts';
import { relatives } from './relatives.ts';
import { wellKnownTag } from './well-known.ts';

const places = new Set(['City', 'Country', 'Region', 'Place']);
/** Shorter ones are abbreviations or words: "ups and downs", "in the den". */
const shortest = 4;

/** Names that are ordinary words as well. */
const words =
  wordSet(`angel art bill bob buddy buster cal clay dale dawn dirk don eve faith gene grace grant hope jack jewel joy lance mark max may mick
  misty monte nick norm pat penny ray rich rob rose rusty sandy sue sunny troy val will wade cork split nice bath reading orange
  downtown midtown uptown boardwalk highland highlands lowland lowlands lakefront riverfront
  riverside parkside woodside meadowlands harrow intel ford baxter sears mobile tours hull turkey china jordan salem victoria nancy medina mecca prato surat patras orleans`);
const beforePeople =
  /^(with|and|&|ask|asked|tell|told|meet|met|saw|call|called|visit|visited|invite|invited|thank|miss|hi|hey|hello)$/;
const beforePlaces = /^(in|to|from|near|around|visit|visited)$/;

const word = /(?<![\p{L}\p{N}'’@./#-])\p{Ll}[\p{L}'’]*/gu;
const possessive = /['’]s$/u;

/**
 * Writes the names large in an English text that is wholly in lower case: firms and products, first names after "with", "my
 * brother" and the like, and towns and countries after "in", "to" and "from".
 */
export function withCapitals(text: string, lexicon: NameLexicon): string {
  let before = '';
  return text.replace(word, (found) => {
    const isName = isNameAfter(before, found.replace(possessive, ''), lexicon);
    before = found;
    return isName ? `${found.charAt(0).toUpperCase()}${found.slice(1)}` : found;
  });
}

function isNameAfter(before: string, name: string, lexicon: NameLexicon): boolean {
  if (wellKnownTag(normalName(name), true) !== null) return true;
  if (words.has(name)) return false;
  const kind = lexicon(name);
  if (kind === 'FirstName') return beforePeople.test(before) || relatives.has(before);
  if (name.length < shortest) return false;
  return kind === 'Organization' || (places.has(kind ?? '') && beforePlaces.test(before));
}

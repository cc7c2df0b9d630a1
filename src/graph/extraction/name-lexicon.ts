import { z } from 'zod';
import { isJsonObject, type JsonObject } from '../../platform/json-object.ts';
import { wordMap } from '../../platform/word-lists.ts';
import { normalName } from '../entity-name.ts';

/** Returns what a word names wherever it is capitalised: a tag that `typeOfName` knows, or null. */
export type NameLexicon = (word: string) => string | null;

/** Maps the library's tags to ours. Surnames keep a tag of their own: too many are ordinary words, such as Koch, Costa, Flores. */
const kinds = wordMap(
  `MaleName:FirstName FemaleName:FirstName FirstName:FirstName Person:Person LastName:LastName City:City Country:Country
  Region:Region Place:Place Organization:Organization`,
);
const shortest = 3;

/** Only the entries that are looked up are checked: there are 25,000. */
const library = z.object({ one: z.object({ lexicon: z.custom<JsonObject>(isJsonObject) }) });
const tagsOf = z.union([z.string().transform((tag) => [tag]), z.array(z.string())]);

/**
 * Loads the first names, surnames, towns, countries and firms that `compromise` knows: most are the same in all languages with
 * Latin letters.
 */
export async function loadNameLexicon(): Promise<NameLexicon> {
  const { default: nlp } = await import('compromise/two');
  const { lexicon } = library.parse(nlp.model()).one;
  return (word) => {
    const name = normalName(word);
    if (name.length < shortest || !Object.hasOwn(lexicon, name)) return null;
    return (
      tagsOf
        .parse(lexicon[name])
        .map((tag) => kinds.get(tag))
        .find((kind) => kind !== undefined) ?? null
    );
  };
}

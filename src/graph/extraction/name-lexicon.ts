import { z } from 'zod';
import { normalName } from '../entity-name.ts';

/** Returns what a word names wherever it is capitalised: a tag that `typeOfName` knows, or null. */
export type NameLexicon = (word: string) => string | null;

/** Maps the library's tags to ours. Surnames keep a tag of their own: too many are ordinary words, such as Koch, Costa, Flores. */
const kinds: Readonly<Record<string, string>> = {
  MaleName: 'FirstName',
  FemaleName: 'FirstName',
  FirstName: 'FirstName',
  Person: 'Person',
  LastName: 'LastName',
  City: 'City',
  Country: 'Country',
  Region: 'Region',
  Organization: 'Organization',
};
const shortest = 3;

const library = z.object({
  one: z.object({ lexicon: z.record(z.string(), z.union([z.string(), z.array(z.string())]).optional()) }),
});

/**
 * Loads the first names, surnames, towns, countries and firms that `compromise` knows: most are the same in all languages with
 * Latin letters.
 */
export async function loadNameLexicon(): Promise<NameLexicon> {
  const { default: nlp } = await import('compromise/two');
  const { lexicon } = library.parse(nlp.model()).one;
  const names = new Map<string, string>();
  for (const [word, tags = []] of Object.entries(lexicon)) {
    const kind =
      word.length < shortest
        ? undefined
        : [tags]
            .flat()
            .map((tag) => kinds[tag])
            .find((one) => one);
    if (kind) names.set(word, kind);
  }
  return (word) => names.get(normalName(word)) ?? null;
}

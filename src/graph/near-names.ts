import { getOrInsert } from '../platform/get-or-insert.ts';
import { formsBesideSlips, wordsWithinASlip } from './entity-name.ts';

/**
 * Indexes names by keys that two names share if they may be the same, so that each is compared with only a few others: among thousands that begin alike,
 * comparing all with all took seconds.
 */
export class NearNames<Named extends { readonly normal: string }> {
  readonly #byKey = new Map<string, Named[]>();

  add(named: Named): void {
    for (const key of [formKeys(named.normal), ...wordKeys(named.normal)].flat())
      getOrInsert(this.#byKey, key, () => []).push(named);
  }

  /** Returns all names that begin alike and may be the same; some of them several times. */
  near(normal: string): Named[] {
    const [forms, ...byWord] = [formKeys(normal), ...wordKeys(normal)].map((keys) => this.#with(keys));
    // Names that are the same share each of their words, but for a slip: the rarest word is enough.
    const fewest = byWord.reduce((few, some) => (sizeOf(some) < sizeOf(few) ? some : few));
    return [...(forms ?? []), ...fewest].flat();
  }

  #with(keys: readonly string[]): Named[][] {
    return keys.flatMap((key) => {
      const named = this.#byKey.get(key);
      return named ? [named] : [];
    });
  }
}

const sizeOf = (some: readonly (readonly unknown[])[]): number => some.reduce((sum, { length }) => sum + length, 0);

/** Slips mostly spare the first letters: only names that begin with the same ones are compared. */
const startOf = (normal: string): string => normal.slice(0, 3);

const formKeys = (normal: string): string[] => formsBesideSlips(normal).map((form) => `${startOf(normal)} ${form}`);

/** Returns the keys of each word: names that are the same but for slips share one for each. */
function wordKeys(normal: string): string[][] {
  const words = normal.split(' ');
  const start = startOf(normal);
  return words.map((word, index) =>
    wordsWithinASlip(word).map((within) => `${start} ${index} of ${words.length} ${within}`),
  );
}

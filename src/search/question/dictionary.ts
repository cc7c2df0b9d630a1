import { readFileSync } from 'node:fs';
import { hashOfText } from '../../platform/slots.ts';

/** Made by `scripts/build-dictionary.ts`. */
export const DICTIONARY_FILE = new URL('../../../assets/english-words.bin', import.meta.url);

let hashes: Uint32Array | null = null;

/**
 * Whether a word in lower case, of 4 to 20 letters from a to z, is one of the 78,000 of English that are not rare (SCOWL up to size 60, American and
 * British), with its inflections. One in 50,000 other words is taken for one of them, since only hashes are kept: .3 MB instead of 6.
 */
export function isInDictionary(word: string): boolean {
  hashes ??= readHashes();
  const hash = hashOfText(word);
  let [from, to] = [0, hashes.length];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((hashes[middle] ?? 0) < hash) from = middle + 1;
    else to = middle;
  }
  return hashes[from] === hash;
}

function readHashes(): Uint32Array {
  const bytes = readFileSync(DICTIONARY_FILE);
  return Uint32Array.from({ length: bytes.length / 4 }, (_, place) => bytes.readUInt32LE(place * 4));
}

import { readFileSync } from 'node:fs';

/** Made by `scripts/build-dictionary.ts`. */
export const DICTIONARY_FILE = new URL('../../../assets/english-words.bin', import.meta.url);

let hashes: Uint32Array | null = null;

/**
 * Whether a word in lower case, of 4 to 20 letters from a to z, is one of the 78,000 of English that are not rare (SCOWL up to size 60, American and
 * British), with its inflections. One in 50,000 other words is taken for one of them, since only hashes are kept: .3 MB instead of 6.
 */
export function isInDictionary(word: string): boolean {
  hashes ??= readHashes();
  const hash = hashOf(word);
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

/** FNV-1a of 32 bits. */
export function hashOf(word: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < word.length; at++) hash = Math.imul(hash ^ word.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}

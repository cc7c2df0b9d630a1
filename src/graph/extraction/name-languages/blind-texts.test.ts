import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { normalName } from '../../entity-name.ts';
import { RulesExtractor } from '../rules-extractor.ts';

const extractor = new RulesExtractor();
const marked = /\[(?<name>[^|\]]+)\|(?<type>[A-Z]+)\]/gu;

const f1 = (found: ReadonlySet<string>, wanted: ReadonlySet<string>): number =>
  (2 * found.intersection(wanted).size) / (found.size + wanted.size);

/** Scores names with their types, and names alone. */
async function score(half: string, language: string) {
  const file = await readFile(`tests/graph/labelled/languages/${half}/${language}.txt`, 'utf8');
  const wanted = new Set<string>();
  const found = new Set<string>();
  for (const [at, line] of file.trim().split('\n').entries()) {
    for (const { groups: { name = '', type = '' } = {} } of line.matchAll(marked))
      wanted.add(`${at}|${normalName(name)}|${type}`);
    const content = line.replaceAll(marked, '$<name>');
    const [{ entities } = { entities: [] }] = await extractor.extract([{ content, speaker: null, language }]);
    for (const { normal, type } of entities) found.add(`${at}|${normal}|${type}`);
  }
  const untyped = (all: ReadonlySet<string>) => new Set([...all].map((one) => one.replace(/\|[A-Z]+$/, '')));
  return { typed: f1(found, wanted), names: f1(untyped(found), untyped(wanted)) };
}

test.each([
  ['blind-read', 'de', 0.85, 0.9],
  ['blind-read', 'es', 0.95, 0.95],
  ['blind-read', 'fr', 0.9, 0.95],
  ['blind-read', 'it', 0.85, 0.9],
  ['blind-read', 'nl', 0.95, 0.95],
  ['blind-read', 'pt', 0.95, 0.95],
  ['blind-read', 'ru', 0.85, 0.9],
  ['blind', 'de', 0.7, 0.75],
  ['blind', 'es', 0.7, 0.85],
  ['blind', 'fr', 0.65, 0.8],
  ['blind', 'it', 0.75, 0.9],
  ['blind', 'nl', 0.8, 0.9],
  ['blind', 'pt', 0.65, 0.85],
  ['blind', 'ru', 0.65, 0.9],
])(
  'texts by somebody who saw no rules, %s, %s: F1 at least %d with types, %d without',
  async (half, language, ...floors) => {
    const { typed, names } = await score(half, language);
    console.info(`${half}, ${language}: F1 ${typed.toFixed(3)} with types, ${names.toFixed(3)} without`);
    expect(typed).toBeGreaterThanOrEqual(floors[0]);
    expect(names).toBeGreaterThanOrEqual(floors[1]);
  },
);

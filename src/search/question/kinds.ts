import { readFileSync } from 'node:fs';
import { oneWordOf } from '../../platform/word-lists.ts';

/** Made by `scripts/build-kinds.ts`: on each line a kind and the stems of its members. */
export const KINDS_FILE = new URL('../../../assets/english-kinds.txt', import.meta.url);

/** By kind, its members in one text. Read once it is needed: .6 MB. */
let kinds: ReadonlyMap<string, string> | null = null;

const auxiliary = oneWordOf('is are was were do does did has have had can could will would should');
const word = `(?!${auxiliary}\\b)([a-z]+)`;
/** "Which garden troubles …?", "What kind of music …?": the words that may name the kind. */
const asked = new RegExp(
  `\\b(?:which|what|how many|any|(?:kinds?|types?|sorts?) of) (?!(?:kinds?|types?|sorts?) of\\b)${word}(?: ${word})?`,
  'g',
);
const plural = /\b[a-z]{3,}s\b/g;

/**
 * Returns the stems of what a question asks for by its kind: of "swimming", "skiing", … for "Which sports have I done?". Kinds are what stands behind
 * "which" and the like, and plurals.
 */
export function membersOfKinds(question: string): string[] {
  const text = question.toLowerCase();
  const behind = [...text.matchAll(asked)].flatMap((match) => match.slice(1)).filter((one) => one !== undefined);
  const named = [...behind.map((one) => [one, ...singulars(one)]), ...(text.match(plural) ?? []).map(singulars)];
  return [...new Set(named.flatMap((ways) => ways.map(membersOf).find((members) => members.length > 0) ?? []))];
}

/** Words of which one may be the plural. */
function singulars(one: string): string[] {
  if (!one.endsWith('s')) return [];
  return [one.slice(0, -1), one.replace(/es$/, ''), one.replace(/ies$/, 'y')];
}

function membersOf(kind: string): string[] {
  kinds ??= readKinds();
  return kinds.get(kind)?.split(' ') ?? [];
}

function readKinds(): Map<string, string> {
  const lines = readFileSync(KINDS_FILE, 'latin1').trimEnd().split('\n');
  return new Map(
    lines.map((line) => {
      const end = line.indexOf(' ');
      return [line.slice(0, end), line.slice(end + 1)] as const;
    }),
  );
}

import { readFileSync } from 'node:fs';

/** Made by `scripts/build-kinds.ts`: on each line a kind and the stems of its members. */
export const KINDS_FILE = new URL('../../../assets/english-kinds.txt', import.meta.url);

/** By kind, its members in one text. Read once it is needed: .6 MB. */
let kinds: ReadonlyMap<string, string> | null = null;

const plural = /\b[a-z]{3,}s\b/g;

/**
 * Returns the stems of what a question asks for by its kind: of "swimming", "skiing", … for "Which sports have I done?". Kinds are named in the plural:
 * whoever asks "Which town do you live in?" asks for one, and any town would do.
 */
export function membersOfKinds(question: string): string[] {
  const text = question.toLowerCase();
  const named = (text.match(plural) ?? []).map(singulars);
  return [...new Set(named.flatMap((ways) => ways.map(membersOf).find((members) => members.length > 0) ?? []))];
}

/** Words of which one may have this plural. */
const singulars = (one: string): string[] => [one.slice(0, -1), one.replace(/es$/, ''), one.replace(/ies$/, 'y')];

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

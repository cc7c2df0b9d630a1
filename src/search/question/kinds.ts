import { readFileSync } from 'node:fs';

/** Made by `scripts/build-kinds.ts`: on each line a kind and the stems of its members. */
export const KINDS_FILE = new URL('../../../assets/english-kinds.txt', import.meta.url);

/** By kind, its members in one text. Read once it is needed: .6 MB. */
let kinds: ReadonlyMap<string, string> | null = null;

/** "Which water sports …?", "What are my hobbies?", but not "What did she tell the boys?" */
const askedPlural = /(?<=\b(?:which|what|how many|any|all|(?:kinds|types|sorts) of)(?: [a-z']+){0,2} )[a-z]{3,}s\b/g;

/**
 * Returns the stems of what a question asks for by its kind: of "swimming", "skiing", … for "Which sports have I done?". A kind is a plural up to three words behind
 * "which" and the like: of "Which town do you live in?" any town would do.
 */
export function membersOfKinds(question: string): string[] {
  const text = question.toLowerCase();
  const named = (text.match(askedPlural) ?? []).map(singulars);
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

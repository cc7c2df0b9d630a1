/** What the lines of a file for the import are, and what is wrong with one that is none. */
import { problemOf } from './limits.ts';

const roles = ['USER', 'ASSISTANT', 'SYSTEM', 'TOOL'] as const;
const kinds = ['FACT', 'EPISODE', 'PREFERENCE', 'INSTRUCTION', 'SUMMARY'] as const;

/** What somebody said, or, with `fact`, what was found out. Lines of a user stand together, the oldest first. */
export interface Line {
  readonly user: string;
  readonly id: string;
  /** Of a message, or of the message that a fact was learnt from. */
  readonly session?: string;
  readonly role?: (typeof roles)[number];
  readonly speaker?: string;
  readonly content?: string;
  readonly at?: string;
  readonly fact?: string;
  readonly kind?: (typeof kinds)[number];
  readonly from?: string;
  readonly to?: string;
  /** Id of the message that a fact was learnt from. */
  readonly message?: string;
  readonly tags?: readonly string[];
  readonly metadata?: object;
  /** It was deleted there. */
  readonly deleted?: boolean;
}

/** A line with its place in the file, and what is wrong with it; null if nothing is. */
export interface Read {
  readonly number: number;
  readonly line: Line;
  readonly problem: string | null;
}

/** Of a fact that was deleted there its id may be all that is left; a deleted message needs its session, too. */
export const isFact = ({ fact, deleted, content, session }: Line): boolean =>
  fact !== undefined || (deleted === true && content === undefined && session === undefined);

/** The session of a message: messages without one are in one that is named after their user. */
export const sessionOf = ({ session, user }: Line): string => session ?? user;

/** What a part must be, if it is there. */
interface Part {
  readonly is: (value: unknown) => boolean;
  readonly what: string;
}

const isText = (value: unknown) => typeof value === 'string';
const isObject = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value);
const text: Part = { is: isText, what: 'a text' };
const name: Part = { is: (value) => isText(value) && value !== '', what: 'a text, and not empty' };
const oneOf = (words: readonly string[]): Part => ({
  is: (value) => words.some((word) => word === value),
  what: `one of ${words.join(', ')}`,
});

const parts: Readonly<Record<keyof Line, Part>> = {
  ...{ user: name, id: name, session: name, role: oneOf(roles), speaker: text, content: text, at: text },
  ...{ fact: text, kind: oneOf(kinds), from: text, to: text, message: text },
  tags: { is: (value) => Array.isArray(value) && value.every(isText), what: 'a list of texts' },
  metadata: { is: isObject, what: 'a JSON object' },
  deleted: { is: (value) => typeof value === 'boolean', what: 'true or false' },
};

/** Takes what is null for left out. Windows begins files with a mark that is no JSON. Of a line that does not say whose it is, only what is wrong with it. */
export function read(written: string, number: number): Read | string {
  const line = parsed(written.replace(/^\ufeff/, ''));
  const problem = isObject(line) ? wrongPart(line) : 'is no JSON object';
  if (problem !== null && !(name.is(line?.user) && name.is(line.id))) return problem;
  return { number, line, problem: problem ?? problemOf(line) };
}

function wrongPart(line: Record<string, unknown>): string | null {
  for (const [part, value] of Object.entries(line)) {
    if (value === null) delete line[part];
    else if (!Object.hasOwn(parts, part)) {
      return `has an unknown field "${part}"; known are ${Object.keys(parts).join(', ')}`;
    }
  }
  for (const [part, { is, what }] of Object.entries(parts)) {
    const isNeeded = part === 'user' || part === 'id';
    if (line[part] === undefined ? isNeeded : !is(line[part])) return `has a "${part}" that is not ${what}`;
  }
  return null;
}

function parsed(written: string) {
  try {
    return JSON.parse(written);
  } catch {
    return null;
  }
}

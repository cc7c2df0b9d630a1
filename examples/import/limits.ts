/** What the API would refuse of a line, found before anything is sent. */
import type { Line } from './line.ts';
import { cleaned, longest } from './texts.ts';

const mostBytes = 16 * 1024;
const mostTags = 32;

/** Null if nothing is wrong. A line that says only that something was deleted is not looked at: nothing of it is stored. */
export function problemOf(line: Line): string | null {
  const { user, session, id, speaker, message, tags = [], deleted } = line;
  const problem =
    problemOfName('user', user, 200) ?? problemOfName('session', session, 200) ?? problemOfName('id', id, 1_000);
  if (problem || deleted) return problem;
  return (
    misplaced(line) ??
    problemOfName('speaker', speaker, 200) ??
    problemOfName('message', message, 1_000) ??
    problemOfTimes(line) ??
    problemOfFact(line.fact) ??
    (tags.length > mostTags ? `has more than ${mostTags} tags` : null) ??
    tags.map((tag) => problemOfName('tags', tag, 64)).find((wrong) => wrong !== null) ??
    problemOfMetadata({ ...line.metadata, importedId: id })
  );
}

/** What would be lost without a word. */
function misplaced({ fact, content, role, at, kind, from, to, tags, message }: Line): string | null {
  const strange = fact === undefined ? { kind, from, to, tags, message } : { content, role, at };
  const [part] = Object.entries(strange).find(([, value]) => value !== undefined) ?? [];
  if (part === undefined) return null;
  return `has "${part}", which a ${fact === undefined ? 'message' : 'fact'} does not have`;
}

function problemOfName(part: string, value: string | undefined, most: number): string | null {
  if (value === undefined) return null;
  if ([...value].length > most) return `has a "${part}" of more than ${most} characters`;
  if (value.trim() === '') return `has a "${part}" that is empty`;
  return value === cleaned(value) ? null : `has a "${part}" with a NUL character or half a surrogate pair`;
}

function problemOfFact(fact: string | undefined): string | null {
  if (fact === undefined) return null;
  if (cleaned(fact).trim() === '') return 'has a "fact" that is empty';
  return [...fact].length > longest ? `has a "fact" of more than ${longest} characters` : null;
}

const dateAndTime =
  /^(?<day>\d{4}-\d\d-\d\d)[Tt]([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)$/;

function problemOfTimes({ at, from, to }: Line): string | null {
  for (const [part, value] of Object.entries({ at, from, to })) {
    if (value !== undefined && !isTime(value)) {
      return `has a "${part}" that is no date and time with a time zone (RFC 3339), such as 2026-11-20T10:15:00Z`;
    }
  }
  return from && to && Date.parse(to) < Date.parse(from) ? 'has a "to" before its "from"' : null;
}

/** JavaScript takes 30 February for 2 March. */
function isTime(value: string): boolean {
  const day = dateAndTime.exec(value)?.groups?.['day'];
  const midnight = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(midnight) && new Date(midnight).toISOString().startsWith(`${day}`);
}

function problemOfMetadata(metadata: object): string | null {
  const text = JSON.stringify(metadata);
  const bytes = Buffer.byteLength(text);
  if (bytes > mostBytes)
    return `has "metadata" of ${bytes} bytes as JSON, with its id; at most ${mostBytes} are allowed`;
  return problemOfValue(metadata, 1);
}

function problemOfValue(value: unknown, depth: number): string | null {
  if (typeof value === 'string') {
    return value === cleaned(value) ? null : 'has "metadata" with a NUL character or half a surrogate pair';
  }
  // A larger one was rounded as the line was read.
  if (typeof value === 'number' && Math.abs(value) > Number.MAX_SAFE_INTEGER) {
    return 'has "metadata" with a number of more than 15 digits: write it as a text';
  }
  if (typeof value !== 'object' || value === null) return null;
  if (depth > 5) return 'has "metadata" nested deeper than 5 levels';
  return [...Object.keys(value), ...Object.values(value)].reduce(
    (wrong, child) => wrong ?? problemOfValue(child, depth + 1),
    null,
  );
}

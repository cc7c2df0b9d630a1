import { matchesOf } from '../matches-of.ts';
import { withDigitsTogether } from './digits-in-groups.ts';
import { mayBeWrittenOtherwise, otherWritings } from './other-writings.ts';
import { withTelephoneEndings } from './telephone-numbers.ts';

/** "artists/bands", "$5/month", "/users/12", and "home.I" where a space is missing: the database takes them for file names. */
const runTogether = /(?<![<:/])\/(?=\p{L})|(?<=\p{L}\p{N}{0,4})\/(?=\p{N})|(?<=\p{Ll}\p{Ll})\.(?=\p{Lu})/gu;

/** A run of up to 64 characters between spaces. */
const chunk = /(?<!\S)\S{1,64}(?!\S)/gu;

/** "docker-compose.yml", "os.path.join" or "help@example.org": the database treats each of these as one word. */
const joint = String.raw`[.@][\p{L}_]`;
const joinedName = /[\p{L}\p{N}_+-]+(?:[.@][\p{L}_][\p{L}\p{N}_+-]*)+/gu;
const wordOfName = /^[\p{L}_].+$/u;

/**
 * "JIRA-4711", which the database reads as JIRA and a negative number, and "v2.3.1", "No.12" or "acme.io:8443", which it reads as one word. A letter
 * without case may follow: "AB-12です".
 */
const numberJoint = String.raw`[\p{L}\p{N}]-\p{Nd}|[vV]\p{Nd}+\.\p{Nd}|\p{L}\.\p{Nd}`;
const joinedNumber =
  /(?:(?<=[\p{L}\p{N}])-|(?<![\p{L}\p{N}_.@-])[vV](?=\p{Nd}+\.)|(?<=\p{L})[.:])(\p{Nd}+(?:\.\p{Nd}+)*)(?![\p{Lu}\p{Ll}\p{N}_])/gu;

/** "AT&T": each part is a stop word, but together they are a name. */
const initials = /(?<![\p{L}\p{N}&=?;])(\p{L}{1,3})&(\p{L}{1,3})(?![\p{L}\p{N}&=;])/gu;

const anyJoint = new RegExp(`${joint}|${numberJoint}`, 'u');

/**
 * Appends the parts of file names, hosts and identifiers, the numbers of ids and versions, and the other spellings of
 * words that have several: a search for `join` finds `os.path.join`, one for 4711 finds JIRA-4711,
 * and one for the whole name ranks it first.
 */
export function apart(text: string): string {
  const words = withDigitsTogether(withTelephoneEndings(text.replace(initials, '$& $1$2'))).replace(runTogether, ' ');
  if (!anyJoint.test(words) && !mayBeWrittenOtherwise(words)) return words;
  return words.replace(chunk, (given) => [given, ...partsOf(given), ...otherWritings(given)].join(' '));
}

function partsOf(given: string): string[] {
  if (!anyJoint.test(given)) return [];
  const parts = (given.match(joinedName) ?? [])
    .flatMap((name) => name.split(/[.@+-]/))
    .filter((part) => wordOfName.test(part));
  const numbers = matchesOf(given, joinedNumber).map(([, number = '']) => number);
  return [...parts, ...numbers, ...numbers.flatMap(releaseOf)];
}

/** "3.8" for "3.8.1": people ask for the release, whichever its patch. Longer numbers are addresses. */
const releaseOf = (version: string): string[] => version.match(/^(\d+\.\d+)\.\d+$/)?.slice(1) ?? [];

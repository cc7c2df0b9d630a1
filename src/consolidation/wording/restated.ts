import { CuesOf } from './change-cues.ts';
import { type FormerValue, valueIn } from './former-values.ts';
import { setOf, stemOf, type Told } from './telling.ts';
import { isNumber, isTime, isWeekday, mayBeMonth } from './tokens.ts';

/** That what an earlier text states has another value by a later one. */
interface Restated {
  /** Whether the later names the former value; otherwise it only gives another one to the same. */
  readonly namesFormer: boolean;
  /** Stems that both texts share besides the value. */
  readonly shared: ReadonlySet<string>;
}

const digitOrDay = /\d|day/u;

/**
 * Whether the later names a former value, but of something else or only for once: "moved my laptop from Debian" for a server that runs Debian, or "the rent
 * for the garage is up from 60 to 70" for a rent of 890.
 */
export function isOfSomethingElse(was: Told, is: Told): boolean {
  if (is.former.length === 0) return false;
  const stated = formerIn(was, is);
  if (stated.length > 0) return !stated.some((former) => isFormerOf(former, was));
  return was.forms.split(' ').some(isNumber) && is.former.some(({ value }) => isNumber(value));
}

/** Returns the former values of the later that the earlier has, whatever it says of them. */
function formerIn(was: Told, is: Told): readonly FormerValue[] {
  const words = new Set(was.forms.split(' ').map(valueIn));
  return is.former.filter(({ value }) => words.has(value));
}

const isFormerOf = ({ of, isOnce }: FormerValue, { stems }: Told): boolean =>
  !isOnce && (of === '' || !setOf(of).isDisjointFrom(setOf(stems)));

/** Returns null if the later text does not give what the earlier states another value. `both`: the stems that they share. */
export function restatedBy(was: Told, is: Told, both: ReadonlySet<string>): Restated | null {
  // Most pairs have none, and many are compared.
  const mayHave = is.former.length > 0 || (digitOrDay.test(was.forms) && digitOrDay.test(is.forms));
  if (!mayHave) return null;
  const shared = areAboutOthers(was, is, both) ? null : besidesFormer(was, is, both);
  if (shared) return { namesFormer: true, shared };
  return hasOtherValue(was, is, both) ? { namesFormer: false, shared: both } : null;
}

/** Whether each is about something of which the other says nothing: "the lease of the van", "the insurance of the van". */
const areAboutOthers = (was: Told, is: Told, both: ReadonlySet<string>): boolean =>
  [was, is].every(({ about }) => !setOf(about).isSubsetOf(both));

/**
 * Returns what both share besides a value that the later says to have held before, as the earlier states it; null if there is none. A
 * number is a value wherever it stands, a word only beside something else that is said of the subject.
 */
function besidesFormer(was: Told, is: Told, both: ReadonlySet<string>): ReadonlySet<string> | null {
  if (is.former.length === 0) return null;
  const values = formerIn(was, is)
    .filter((former) => isFormerOf(former, was))
    .map(({ value }) => stemOf(value));
  const areWords = values.every((stem) => stem !== '');
  const besides = both.difference(new Set(values)).difference(setOf(areWords ? was.subject : ''));
  return values.length > 0 && besides.size > 0 ? besides : null;
}

/** Number of words between what tells of a change and the value that it leads to. */
const nearValue = 3;
/** What may make it a value for another case, or for a while. */
const doubtful = ['unreal', 'passing', 'past', 'besides', 'unchanged'] as const;

/** Whether both are about the same, and the later changes the only value of a kind to another one. */
function hasOtherValue(was: Told, is: Told, both: ReadonlySet<string>): boolean {
  const about = setOf(`${was.about} ${is.about}`);
  if (about.size === 0 || !about.isSubsetOf(both)) return false;
  const cues = new CuesOf(is.forms);
  if (doubtful.some((cue) => cues.has(cue))) return false;
  const [before, changes] = [valuesIn(was), cues.places('replaced')];
  return valuesIn(is).some(({ kind, value, at }) => {
    const [former, ...more] = before.filter((one) => one.kind === kind);
    return (
      former &&
      more.length === 0 &&
      former.value !== value &&
      changes.some((place) => Math.abs(place - at) <= nearValue)
    );
  });
}

interface Value {
  readonly kind: string;
  readonly value: string;
  readonly at: number;
}

/** Days, times, versions and numbers with their units. */
function valuesIn({ forms }: Told): Value[] {
  const words = forms.split(' ');
  return words.flatMap((form, at) => {
    if (isWeekday(form)) return { kind: 'weekday', value: valueIn(form), at };
    if (!isNumber(form)) return [];
    const month = [words[at - 1], words[at + 1]].find((word = '') => mayBeMonth(word));
    if (month) return { kind: 'date', value: `${form} ${month}`, at };
    if (isTime(form)) return form.includes(':') ? { kind: 'time', value: form, at } : [];
    return { kind: form.includes('.') ? 'version' : (words[at + 1] ?? ''), value: form, at };
  });
}

import { wordMap, wordSet } from '../../platform/word-lists.ts';
import type { Clause } from './clause.ts';
import { baseForms } from './clauses.ts';
import { isHolder, maySeveralBe, roles } from './holders.ts';
import { isNoEmployer, moveBetween } from './homes.ts';
import { isInItsPlace } from './in-its-place.ts';
import { details, isCutInto, isDay, isOnlyWhen, partner, withoutWhen } from './parts.ts';
import { endedBy, exclude, isRole, over } from './states.ts';
import { isNumber, isTime, isWeekday, mayBeMonth } from './tokens.ts';

/** How a later text outdates an earlier one. */
export type Outdating = 'told anew' | 'another value' | 'denied later';

/** Returns how a later English text outdates an earlier one, by their clauses; null if both may hold, or nothing is certain. */
export function outdates(after: readonly Clause[], before: readonly Clause[]): Outdating | null {
  // Only a part of a text that says several things would be outdated.
  const [was] = before;
  if (!was || before.length > 1) return null;
  for (const is of after) {
    const found = compare(was, is) ?? compareAlike(was, is);
    if (found) return found;
  }
  return null;
}

/**
 * Returns the verbs under which a clause is compared, so that clauses that may outdate each other share one: "lives" and "moved
 * to" are about the same thing.
 */
export function comparableVerbs([verb = '', activity = '']: readonly string[]): readonly string[] {
  const known =
    verb === 'quit' || verb === 'stopped' ? ['is', ...baseForms(activity)] : (kinds.get(verb) ?? verb).split('|');
  return [...new Set([...known, ...endedBy(verb)])];
}

const kinds = wordMap(
  `love:like hate:like dislike:like moved:live|is|run|listen past:is|past|run|listen got:is changed:is became:is
  learned:can paid:owe upgraded:run|use|is downgraded:run|use|is updated:run|use replaced:host|hosts|store|run|serve|handle|power|provide|deliver|process|send|manage`,
);

function compare(was: Clause, is: Clause): Outdating | null {
  if (was.subject !== is.subject) return null;
  if (!is.denies && !was.denies && passedOn(was.says, is.says)) return 'told anew';
  if (sameForms(was.says, is.says)) return was.denies === is.denies ? null : is.isNews ? 'told anew' : 'denied later';
  // "She does not play the guitar" also denies that she plays it in a band; "she has no dog" does not deny that she has a dog shelter.
  const part =
    is.says.length > 1 &&
    sameForms(was.says.slice(0, is.says.length), is.says) &&
    details.has(was.says[is.says.length] ?? '');
  if (part && is.denies && !was.denies) return is.isNews ? 'told anew' : 'denied later';
  if (was.denies && !is.denies) return became(was, is) ? 'told anew' : null;
  if (was.denies || is.denies || is.says.some((form) => additions.has(form))) return null;
  if (over(was, is)) return 'told anew';
  if (isInItsPlace(was, is)) return 'another value';
  return (
    ended(was, is) ??
    moved(was, is) ??
    opposed(was, is) ??
    otherValue(was, is) ??
    otherValue(was, { ...is, says: withoutWhen(is.says) })
  );
}

/** The same by other ways to read them. */
function compareAlike(was: Clause, is: Clause): Outdating | null {
  for (const before of [was, ...was.alike]) {
    for (const now of before === was ? is.alike : [is, ...is.alike]) {
      const found = compare(before, now);
      if (found) return found;
    }
  }
  return null;
}

/** "Is not married", "got married"; "cannot swim", "learned to swim". */
function became({ says: [did, ...what] }: Clause, { says: [does = '', ...whatNow] }: Clause): boolean {
  const now = does === 'learned' && whatNow[0] === 'to' ? whatNow.slice(1) : whatNow;
  const isEnd = did === 'is' ? does === 'got' || does === 'became' : did === 'can' && does === 'learned';
  return isEnd && what.length > 0 && sameForms(what, now.slice(0, what.length));
}

/** Words for something that holds in addition. */
const additions = new Set(['also', 'too', 'another']);

const sameForms = (one: readonly string[], other: readonly string[]): boolean =>
  one.length > 0 && one.join(' ') === other.join(' ');

/** "He quit smoking" ends "he smokes". */
function ended(was: Clause, is: Clause): Outdating | null {
  const [verb = '', ...what] = is.says;
  if (!quitting.has(verb)) return null;
  const [did, ...object] = was.says;
  const [activity = '', ...of] = what;
  // "She is learning Italian", "she quit learning Italian".
  if (did === 'is' && of.length > 0 && sameForms(object.slice(0, what.length), what)) return 'told anew';
  if (!did || !(baseForms(activity).includes(did) || isDoerOf(activity, was.says))) return null;
  if (whole.has(did) && isOnlyWhen(of)) return 'told anew';
  return endsAll(did === 'is' ? [] : object, of) ? 'told anew' : null;
}

const quitting = new Set(['quit', 'stopped', 'stop']);

/** Verbs that end with all their objects: who stopped teaching teaches nothing. Who stopped drinking still drinks tea. */
const whole = wordSet('teach work run swim dance paint bike cycle ski surf sing coach volunteer drive');

/**
 * "He quit smoking in May" ends "he smokes", but "he quit drinking coffee" does not end "he drinks". For "tennis with Ben",
 * quitting either part ends it; quitting "in the band" or "tennis in the evening" does not.
 */
function endsAll(object: readonly string[], of: readonly string[]): boolean {
  if (object.length === 0) return isOnlyWhen(of);
  const isPart = (forms: readonly string[]) =>
    ` ${object.join(' ')} `.includes(` ${forms.join(' ')} `) && forms.some((form) => !details.has(form));
  return isCutInto(of, isPart, isOnlyWhen);
}

/** A smoker smokes. */
const isDoerOf = (gerund: string, [verb, who = '', more]: readonly string[]): boolean =>
  verb === 'is' && more === undefined && /er$/.test(who) && gerund === who.replace(/er$/, 'ing');

const places = new Set(['in', 'at', 'to', 'on']);
/** Verbs with one object at a time, by preposition. */
const single = wordMap('happen:in|at live:in|at work:at|for|as study:at stay:at|with|in');

/** Another home, another employer, another day. */
function moved(was: Clause, is: Clause): Outdating | null {
  const [did = '', how = '', ...where] = was.says;
  const [does = '', to = '', ...there] = movedTo(is.says);
  const isMove = does === 'moved' && to === 'to';
  if (isMove && did === 'live' && places.has(how)) return differ(where, there) ? moveBetween(where, there, is) : null;
  if (isMove && isRenumbered(was.says, there)) return 'told anew';
  // "Run PostgreSQL 15", "upgraded to PostgreSQL 16"
  const isUpgrade = upgrades.has(does) && to === 'to' && (did === 'run' || did === 'use');
  if (isUpgrade && isRenumbered(was.says, there) && isOnlyWhen(there.slice(2))) return 'told anew';
  if (isMove && did === 'is' && isDay([how, ...where]) && isDay(there.slice(0, 2))) {
    return dayOf([how, ...where]) === dayOf(there) ? null : 'told anew';
  }
  // "The office moved to Hamburg". A person who is somewhere may live elsewhere.
  if (isMove && did === 'is' && (how === 'in' || how === 'at')) {
    const areNamed = was.names.has(where[0] ?? '') && is.names.has(there[0] ?? '');
    return areNamed && differ(where, there) ? 'another value' : null;
  }
  if (did === 'is' && does === 'changed' && to === 'to') {
    return isOtherValue([how, ...where], there, isAttribute(was.subject)) ? 'told anew' : null;
  }
  if (did === 'is' && does === 'is' && how === 'staying' && to === how && is.isNews) {
    return lodged.has(where[0] ?? '') && lodged.has(there[0] ?? '') ? 'told anew' : null;
  }
  const ways = single.get(did)?.split('|');
  if (!ways || did !== does || !ways.includes(how) || !differ(where, there)) return null;
  if (isDate(where) !== isDate(there)) return null;
  if (did === 'work' && (isNoEmployer(where) || isNoEmployer(there))) return null;
  if (how === to || (did !== 'work' && ways.includes(to))) {
    // One place may lie within the other: it is certain only if the clause is news, or both places are one word.
    if (is.isNews) return did === 'live' ? (moveBetween(where, there, is) ?? 'told anew') : 'told anew';
    return where.length === 1 && there.length === 1 ? 'another value' : null;
  }
  return null;
}

/** "May" behind "in" is the month. */
const isDate = (forms: readonly string[]): boolean => isDay(forms) || forms[0] === 'might';

/** "Is in room 210" and "moved to room 318", "is at 18:00" and "moved to 19:30". */
function isRenumbered(was: readonly string[], there: readonly string[]): boolean {
  const [noun = '', number = ''] = there.length > 1 ? there : ['at', ...there];
  const before = was[was.indexOf(noun) + 1] ?? '';
  return (
    was.includes(noun) && isNumber(before) && isNumber(number) && before !== number && isTime(before) === isTime(number)
  );
}

/** "Is assigned to Lotte", "was reassigned from Lotte to Imran". */
function passedOn(was: readonly string[], is: readonly string[]): boolean {
  const [, verb = '', from = ''] = /^(?:past |is )?(\w+) from (.+?) to ./.exec(is.join(' ')) ?? [];
  const start = was.length - from.split(' ').length;
  if (!changes.has(verb) || start < 1 || was.slice(start).join(' ') !== from) return false;
  const before = was[start - 1] ?? '';
  return start === 1 || (details.has(before) && before !== 'from');
}

const changes = wordSet(
  'reassigned changed switched converted transferred passed renamed migrated upgraded downgraded promoted cut raised reduced increased',
);

const upgrades = wordSet('upgraded downgraded updated migrated switched moved');

const lodged = new Set(['at', 'with', 'in']);

/** Whether the value that "changed to" introduces is of the same kind as the former: a day, a number, or what the thing has one of. */
function isOtherValue(former: readonly string[], latter: readonly string[], ofAttribute: boolean): boolean {
  if (sameForms(former, latter)) return false;
  const unit = commonTail(former, latter);
  if (unit > 0) return isOtherValue(former.slice(0, -unit), latter.slice(0, -unit), ofAttribute);
  if (!differ(former, latter)) return false;
  const plain = former.filter((form) => !places.has(form));
  const areNumbers = plain.every(isNumber) && latter.every(isNumber);
  return ofAttribute || (isDay(former) && isDay(latter)) || areNumbers || (plain.length === 1 && latter.length === 1);
}

/** Drops auxiliary verbs, and where somebody moved from. */
function movedTo(says: readonly string[]): readonly string[] {
  const plain = says.filter((form) => form !== 'been' && form !== 'have' && form !== 'has');
  const told = plain[0] === 'past' && plain[1] === 'moved' ? plain.slice(1) : plain;
  const to = told.indexOf('to');
  return told[0] === 'moved' && told[1] === 'from' && to > 0 ? ['moved', ...told.slice(to)] : told;
}

const differ = (one: readonly string[], other: readonly string[]): boolean =>
  one.length > 0 && other.length > 0 && !other.some((form) => one.includes(form));

/** Returns the weekday, or else the date: "Tuesday at 4 pm" is another day than "Thursday at 4 pm". */
const dayOf = (forms: readonly string[]): string =>
  forms.find(isWeekday) ?? forms.filter((form) => mayBeMonth(form) || (isNumber(form) && !isTime(form))).join(' ');

const likings = wordMap('like:yes love:yes dislike:no hate:no');
const isOpposite = (one: string, other: string): boolean =>
  likings.has(one) && likings.has(other) && likings.get(one) !== likings.get(other);

/** "Loves" against "hates", "single" against "married". */
function opposed(was: Clause, is: Clause): Outdating | null {
  const [did = '', ...what] = was.says;
  const [does = '', ...whatNow] = is.says;
  if (isOpposite(did, does) && sameForms(what, whatNow)) return is.isNews ? 'told anew' : 'denied later';
  if (did !== 'is' || does !== 'is') return null;
  return exclude(what, whatNow) ? 'told anew' : null;
}

/** Verbs that state a number, time or name of which only one holds at a time. */
const stating = wordSet(
  'is are weigh cost earn charge owe measure last contain take run land open close start leave arrive depart use has have drive prefer want named call end begin wake expire',
);
/** Verbs for what somebody does again and again: with "now", another number or day replaces the former. */
const habits = wordSet('go play work drink eat smoke live study take train sleep wake watch attend teach swim');
/** Those of `stating` that state a day. */
const dated = new Set(['is', 'expire', 'end', 'begin', 'start']);
/**
 * Attributes that name a person. Only another name replaces them; anything else said of them holds besides, such as "my boss is
 * on vacation now" or "my favorite band is on tour now".
 */
const persons = roles.union(wordSet('doctor dentist boss friend teacher husband wife partner holder'));
/** Attributes of which a person or a thing has one. */
const attributes = persons.union(
  wordSet(`color name surname number email address password code deadline birthday job budget rent price age
  size weight height salary band song film movie book author food dish team animal
  season subject city country title version limit school office branch host status`),
);

const isAttribute = (subject: string): boolean =>
  subject.includes(' ') && subject.split(' ').some((form) => attributes.has(form) || form === 'favorite');

function isInPlaceOf(was: Clause, is: Clause, [before, now]: readonly [string, string]): boolean {
  const words = was.subject.split(' ');
  const isFavorite =
    words.includes('favorite') && (was.names.has(before) || !words.some((form) => attributes.has(form)));
  if (!isFavorite && !words.some((form) => persons.has(form))) return true;
  return was.names.has(before) && is.names.has(now);
}

/** The same sentence with another value, where only one can hold. */
function otherValue(was: Clause, is: Clause): Outdating | null {
  const [verb = ''] = was.says;
  if (verb !== is.says[0] || !(stating.has(verb) || (is.isNews && habits.has(verb)))) return null;
  const start = was.says.findIndex((form, index) => form !== is.says[index]);
  const tail = was.says.slice(was.says.length - commonTail(was.says.slice(start), is.says.slice(start)));
  const value = was.says.slice(start, was.says.length - tail.length);
  const valueNow = is.says.slice(start, is.says.length - tail.length);
  if (value.length === 0 || valueNow.length === 0) return null;
  const rule = is.isNews ? 'told anew' : 'another value';
  if (value.every(isNumber) && valueNow.every(isNumber)) return oneNumber(was, start) ? rule : null;
  if (isDay(value) && isDay(valueNow)) {
    const isOther = value.toSorted().join() !== valueNow.toSorted().join();
    return isOther && (dated.has(verb) || (is.isNews && areDays(value) && areDays(valueNow))) ? rule : null;
  }
  if ((verb === 'is' || verb === 'named') && isAttribute(was.subject) && start <= 2) {
    if (!isInPlaceOf(was, is, [value[0] ?? '', valueNow[0] ?? ''])) return null;
    if (!is.isNews && maySeveralBe(was.subject)) return null;
    return isHolder(was.subject) ? 'another value' : rule;
  }
  const difference = { start, value, valueNow, tail };
  if (is.isNews && isReplaced(was, is, difference)) return rule;
  const areWords = value.length === 1 && valueNow.length === 1;
  if (areWords && was.says[start - 1] === 'named' && (verb === 'want' || isPartner(was.says[1]))) return rule;
  if (verb === 'prefer' && tail.length > 0 && areWords) return rule;
  if (verb === 'prefer' && swapped(was.says, is.says)) return rule;
  return null;
}

/** Only days or times, such as "Mondays" or "Friday at 5". */
const areDays = (forms: readonly string[]): boolean =>
  forms.every((form) => isDay([form]) || isNumber(form) || places.has(form));

/** Where two clauses differ: what precedes, the two values, and what follows. */
interface Difference {
  readonly start: number;
  readonly value: readonly string[];
  readonly valueNow: readonly string[];
  readonly tail: readonly string[];
}

/** Whether news of the same kind replaces what was: another name, another of the same noun, another role at the same place. */
function isReplaced(was: Clause, is: Clause, { start, value, valueNow, tail }: Difference): boolean {
  const [verb = '', how = ''] = was.says;
  const areNames = was.names.has(value[0] ?? '') && is.names.has(valueNow[0] ?? '');
  if (areNames && verb === 'drive') return true;
  if (verb === 'is' && areNames && tail.length === 0)
    return coupled.has(how) || (start === 1 && was.subject.includes(' '));
  const [next = ''] = tail;
  const areShort = value.length <= 3 && valueNow.length <= 3;
  // "On the Basic plan", "on the Pro plan".
  if (tail.length === 1 && areShort && ofKind.has(verb)) return !isNumber(next) && !details.has(value.at(-1) ?? '');
  // "A nurse at the clinic", "the head nurse at the clinic".
  return verb === 'is' && areShort && details.has(next) && isRole(value) && isRole(valueNow);
}

const partnerWord = new RegExp(`^${partner}$`);
const isPartner = (form = ''): boolean => partnerWord.test(form);
const coupled = new Set(['dating', 'seeing', 'married', 'engaged']);
/** Verbs whose object, if its last word is the same, is one at a time. */
const ofKind = new Set(['is', 'use', 'prefer', 'want', 'live', 'work', 'need']);

/** Whether a number holds once: how many things somebody owns, a price, a time. */
function oneNumber({ says, subject }: Clause, at: number): boolean {
  const [verb] = says;
  // What somebody is doing or going to do happens more than once.
  if (verb === 'is') return says[at - 1] !== 'born' && subject !== '' && !/ing$/.test(says[1] ?? '');
  return verb !== 'start' || at > 0;
}

export function commonTail(one: readonly string[], other: readonly string[]): number {
  let length = 0;
  while (length < Math.min(one.length, other.length) && one.at(-1 - length) === other.at(-1 - length)) length += 1;
  return length;
}

/** "Tea over coffee" and "coffee over tea". */
function swapped(one: readonly string[], other: readonly string[]): boolean {
  const [mine, theirs] = [one.indexOf('over'), other.indexOf('over')];
  if (mine < 0 || theirs < 0) return false;
  const [left, right] = [one.slice(1, mine), one.slice(mine + 1)];
  return sameForms(left, other.slice(theirs + 1)) && sameForms(right, other.slice(1, theirs));
}

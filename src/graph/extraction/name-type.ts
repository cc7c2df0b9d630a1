import { wordSet } from '../../platform/word-lists.ts';
import type { EntityType } from '../entity.ts';
import { isAddressing, isExplained, type NameSpan } from './name.ts';
import { relatives } from './relatives.ts';
import { byNounBehind, bySomebody, bySubject, byWay, byWork } from './type-by-surroundings.ts';
import { organisationWords, placeWords, ranks, typeOfNoun } from './type-words.ts';
import { productTag } from './well-known.ts';
import { hasTag, isCapitalised, lower, textAt, typesByTag, type Word } from './word.ts';

/** Returns what a name most likely stands for: by its words, by what is known of them, and by the words around it. */
export function typeOfName(words: readonly Word[], span: NameSpan): EntityType {
  const own = words.slice(span.start, span.end);
  if (span.isTitle) return byRole(words, span) ?? 'THING';
  return (
    byTitle(own) ??
    byWork(words, span) ??
    byShop(words, span) ??
    byReading(words, span) ??
    byWordsWithin(own) ??
    byInitials(own) ??
    byRole(words, span) ??
    byWay(words, span) ??
    byOwner(words, span) ??
    byMaker(words, span) ??
    byTags(own) ??
    byProduct(words, span) ??
    bySurroundings(words, span) ??
    'THING'
  );
}

const titles = wordSet('dr mr mrs ms miss mx prof professor sir grandma grandpa granny aunt auntie uncle');

const byTitle = (own: readonly Word[]): EntityType | null =>
  own.length > 1 && own[0] && titles.has(lower(own[0])) ? 'PERSON' : null;

/** "J. R. Hollis" */
const byInitials = (own: readonly Word[]): EntityType | null =>
  /^\p{Lu}$/u.test(own[0]?.text ?? '') && /^\p{Lu}\p{Ll}/u.test(own.at(-1)?.text ?? '') ? 'PERSON' : null;

/** Words of events, products and works, at the end of their names. */
const thingWords = wordSet(
  `festival cup prize award championship marathon project disease syndrome symphony album tour games pro
  max mini switch phone watch book lights war act fair expo conference olympics prix derby parade carnival tournament trilogy
  chronicles edition challenge treaty calendar maps docs sheets photos translate prime pay teams`,
);

/** The last such word counts most: a Lake Street Hospital is a hospital. */
function byWordsWithin(own: readonly Word[]): EntityType | null {
  if (own.length < 2) return null;
  const head = own.findIndex((word) => lower(word) === 'of');
  const ordered = head > 0 ? [...own.slice(0, head).reverse(), ...own.slice(head + 1).reverse()] : [...own].reverse();
  for (const [distance, word] of ordered.entries()) {
    const text = lower(word);
    const edge = distance === 0 || word === own[0];
    if (organisationWords.has(text) && (edge || own.length > 2)) return 'ORGANISATION';
    if (placeWords.has(text) && edge) return 'PLACE';
    if (thingWords.has(text) && edge) return 'THING';
  }
  return null;
}

/** "my sister Julia", "my bank is Revolut", "a startup called Brightleaf". */
function byRole(words: readonly Word[], { start, end }: NameSpan): EntityType | null {
  const before = words.slice(Math.max(0, start - 4), start).map(lower);
  const naming = before.at(-1) === 'named' || before.at(-1) === 'called';
  const head = (naming ? before.slice(0, -1) : before).findLast(
    (word) => word !== 'is' && word !== 'was' && word !== 'a',
  );
  if (naming && before.some((word) => /^(her|him|he|she)$/.test(word))) return 'PERSON';
  if (/^(named|called|call) (her|him)$/.test(before.slice(-2).join(' '))) return 'PERSON';
  if (head === undefined) return null;
  const telling = /^(is|was)$/.test(before.at(-1) ?? '') && head === before.at(-2) && !before.some(isAsking);
  if (telling && head === 'name') return isSomebody(before.at(-3) ?? '') ? 'PERSON' : null;
  const apposition = naming || telling || head === before.at(-1);
  if (!apposition) return null;
  const type = typeOfNoun(head);
  if (type === 'PERSON' || ranks.has(head) || isOccupation(words, start - 1)) return 'PERSON';
  // "What a gorgeous song, Caroline!"
  return words[start - 1]?.ends && byTags(words.slice(start, end)) === 'PERSON' ? null : type;
}

/** "My dentist, Anneke" */
function isOccupation(words: readonly Word[], at: number): boolean {
  const [my, who] = [words[at - 1], words[at]];
  if (!who?.tags.has('Actor') || !/^(my|our|his|her|their)$/i.test(my?.text ?? '')) return false;
  return [null, 'PERSON'].includes(typeOfNoun(lower(who)));
}

/** "What book is Jon reading?" */
const isAsking = (word: string): boolean => /^(what|which|whose)$/.test(word);

/** "I read Wuthering Heights": the library guesses that it is a place. */
function byReading(words: readonly Word[], { start, end }: NameSpan): EntityType | null {
  const the = words[start - 1]?.text === 'the' ? 1 : 0;
  const verb = words[start - 1 - the];
  if (!verb?.tags.has('Verb') || !ofWorks.test(verb.root)) return null;
  return words.slice(start, end).some((word) => hasTag(word, certain)) ? null : 'THING';
}

/** "Zadie Smith's White Teeth": what somebody has or made. */
function byOwner(words: readonly Word[], { start, end }: NameSpan): EntityType | null {
  const isOwned = words[start - 1]?.possessive === true;
  return isOwned && !words.slice(start, end).some((word) => hasTag(word, certain)) ? 'THING' : null;
}

const ofWorks = /^(read|reread|watch|rewatch|binge)$/i;
const certain = wordSet('FirstName City Country Organization');

/** By what the library knows: the type of most of the words. */
function byTags(own: readonly Word[]): EntityType | null {
  const votes = new Map<EntityType, number>();
  for (const { tags } of own) {
    const types = new Set([...tags].flatMap((tag) => typesByTag[tag] ?? []));
    for (const type of types) votes.set(type, (votes.get(type) ?? 0) + 1);
  }
  if (own[0]?.tags.has('FirstName') && own[1]?.text === 'of') return 'PERSON';
  const [best] = [...votes].sort(([, one], [, other]) => other - one);
  return best && best[1] * 2 >= own.length ? best[0] : null;
}

/** "I drive a Toyota" means a product of the firm, but "a Google engineer" does not. */
function byMaker(words: readonly Word[], { start, end }: NameSpan): EntityType | null {
  const isOwned = words.slice(Math.max(0, start - 2), start).findLast(({ tags }) => !tags.has('Adjective'));
  const isOfAnother = words[end - 1]?.ends === false && words[end]?.tags.has('Noun') === true;
  const isMade = isOwned && article.test(isOwned.text) && !isOfAnother;
  return isMade && byTags(words.slice(start, end)) === 'ORGANISATION' ? 'THING' : null;
}

const article = /^(an?|my|our|your|his|her|their)$/i;

/** Products are called like their firms: "I work at Spotify". */
function byProduct(words: readonly Word[], { start, end }: NameSpan): EntityType | null {
  if (!words.slice(start, end).some(({ tags }) => tags.has(productTag))) return null;
  const verb = lastVerb(words.slice(Math.max(0, start - 4), start));
  const text = textAt(words, start - 1);
  const isEmployer = isOfOrganisation(text, verb) && (text !== 'at' || forOrganisations.has(verb));
  return isEmployer || verb === 'join' ? 'ORGANISATION' : 'THING';
}

/** Verbs of making something in a language or by a program: "The service is written in Rust". */
const ofMaking = wordSet('write written code program implement develop build edit');
const placePrepositions = wordSet('in near around outside through across towards toward inside over along');
const placeVerbs = wordSet('visit move live travel fly hike explore tour relocate');
const makes = wordSet(
  `read reread watch rewatch play buy use drive download install finish order stream start binge wear sell
  fix restore recommend`,
);
const somebody = wordSet(
  `tell ask remind show lend owe invite thank meet hug kiss date marry divorce miss call text email phone help babysit congratulate
  forgive blame convince`,
);
/** Verbs of doing something to somebody: "I wrote to Novak", "I lent Novak a book". */
const toSomebody = wordSet('talk speak write say give show lend introduce apologize apologise');
/** "An email from Anna", "an invoice from Brightwater". */
const sent = wordSet('letter email mail message text call postcard note card');
const billed = wordSet('invoice bill offer quote refund parcel package delivery newsletter order receipt');

/** By the verbs and prepositions before the name, and the verbs after it. */
function bySurroundings(words: readonly Word[], span: NameSpan): EntityType | null {
  const { start, end } = span;
  const earlier = words.slice(Math.max(0, start - 4), start);
  const near = earlier.map(lower);
  const text = (near.at(-1) === 'the' ? near.at(-2) : near.at(-1)) ?? '';
  const verb = lastVerb(earlier);
  const last = words[end - 1];
  const isShort = end - start <= 2;
  if (last?.possessive && isShort) return ofIllness.test(verb) && !words[end]?.tags.has('Noun') ? 'THING' : 'PERSON';
  if (/^(hi|hey|hello|thanks|dear|regards|sincerely|cheers)$/.test(text) && isShort) return 'PERSON';
  if (/^(so|neither|nor) (do|does|did|will|would|can)$/.test(near.slice(-2).join(' '))) return 'PERSON';
  if (isAddressing(words, end) || isExplained(words, end - 1) || isSomeWho(words, end)) return 'PERSON';
  if (isPickedUp(verb, words[end])) return 'PERSON';
  const evident = bySomebody(words, start, verb) ?? byNounBehind(words, end);
  if (evident) return evident;
  if (text === 'with' && isShort) return besideWith(near, verb);
  const beginsClause = words[start - 2]?.ends === true && words[end]?.tags.has('Verb') === true;
  const beside = text === 'and' && isShort && !beginsClause ? besideAnd(words, start - 1) : null;
  if (beside) return beside;
  if (words[end]?.text === 'and' && isPersonBeside(words[end + 1])) return 'PERSON';
  const isObject = verb !== '' && earlier.at(-1)?.root.toLowerCase() === verb;
  if (isOfOrganisation(text, verb) || (isObject && verb === 'join')) return 'ORGANISATION';
  if (isObject && (somebody.has(verb) || (verb === 'say' && !words[end]?.tags.has('Verb')))) return 'PERSON';
  if (text === 'in' && ofMaking.has(verb)) return 'THING';
  if (placePrepositions.has(text) && last?.tags.has('Acronym')) return 'THING';
  if (placePrepositions.has(text) || (placeVerbs.has(verb) && (text === 'to' || isObject))) return 'PLACE';
  if (makes.has(verb) && text !== 'to' && text !== 'from') return 'THING';
  if (/^(my|a|an|the|new|your|our)$/.test(text)) return 'THING';
  const next = words[end];
  if (text === 'from' && sent.has(near.at(-2) ?? '')) return end - start === 1 ? 'PERSON' : 'ORGANISATION';
  if (text === 'from' && billed.has(near.at(-2) ?? '')) return 'ORGANISATION';
  const subject = bySubject(words, span);
  if (subject) return subject;
  const isAlone = near.at(-1) !== 'the' && isShort && last?.tags.has('Acronym') !== true;
  if (isAlone && !last?.ends && next?.tags.has('Verb')) return 'PERSON';
  if (text === 'to' && toSomebody.has(verb)) return 'PERSON';
  return isWay(words, start, text) ? 'PLACE' : null;
}

/** "Luigi's on Elm Street", "we went to Nando's". */
function byShop(words: readonly Word[], { start, end }: NameSpan): EntityType | null {
  if (!words[end - 1]?.possessive) return null;
  const behind = words.slice(end, end + 5).filter(({ text }) => text !== '');
  const [next] = behind;
  if (
    /^(to|from|at|outside)$/.test(words[start - 1]?.text ?? '') &&
    !next?.tags.has('Noun') &&
    !next?.tags.has('Adjective')
  )
    return start === end - 1 && words[start]?.tags.has('FirstName') ? null : 'ORGANISATION';
  const isOnStreet = behind.slice(1).some((word) => isCapitalised(word.text) && placeWords.has(lower(word)));
  return /^(on|near)$/.test(next?.text ?? '') && isOnStreet ? 'ORGANISATION' : null;
}

const isPersonBeside = (word: Word | undefined): boolean =>
  word?.tags.has('FirstName') === true || /^(i|me)$/i.test(word?.text ?? '');

/** "Ask Ayo, who knows": not "Lunch at Luigi's, who's in?" */
const isSomeWho = (words: readonly Word[], at: number): boolean =>
  words[at - 1]?.ends === true && /^who$/i.test(words[at]?.text ?? '') && words[at]?.possessive === false;

/** "Drop Ayo off", "pick Ayo up" */
const isPickedUp = (verb: string, next: Word | undefined): boolean =>
  /^(drop|pick)/.test(verb) && /^(off|up)$/.test(next?.text ?? '');

/** "My uncle has Alzheimer's." */
const ofIllness = /^(have|diagnose)$/;

const lastVerb = (words: readonly Word[]): string =>
  (words.findLast(({ tags }) => tags.has('Verb') && !tags.has('Particle'))?.root ?? '').toLowerCase();

/** What people have with firms, and by what things are done: "my insurance is with Allianz", "paid with Bitcoin". */
const contracts = wordSet(
  'account insurance contract flight subscription policy mortgage loan interview internship job deal',
);
const byMeans = wordSet('pay build code obsess diagnose');

/** "Obsessed with Minecraft", "my insurance is with Allianz", "a flight with Lufthansa"; otherwise "with" a person. */
function besideWith(near: readonly string[], verb: string): EntityType {
  const held = near.findLast((word) => !/^(with|the|is|was)$/.test(word)) ?? '';
  if (contracts.has(held)) return 'ORGANISATION';
  return byMeans.has(verb) ? 'THING' : 'PERSON';
}

/** Maximum number of names in an enumeration that are checked for the type of the next one: it may consist of all words of a text. */
const longestRow = 8;

/** "Rust and TypeScript" are of one type; who is named beside a person is a person. */
function besideAnd(words: readonly Word[], and: number): EntityType | null {
  let end = and;
  for (let seen = 0; seen < longestRow; seen += 1) {
    const before = words[end - 1];
    if (!before || isSomebody(lower(before))) return 'PERSON';
    if (!isCapitalised(before.text)) return null;
    let start = end - 1;
    while (isCapitalised(words[start - 1]?.text)) start -= 1;
    const known = byTags(words.slice(start, end));
    if (known) return known;
    if (words[start - 1]?.text !== 'and') return typeOfName(words, { start, end, text: '' });
    end = start - 1;
  }
  return null;
}

const pronoun = /^(i|me|my|you|your|he|him|his|she|her|we|us|they|them)$/;
const isSomebody = (word: string): boolean => relatives.has(word) || pronoun.test(word);

/** Verbs of what people do for organisations, and get from them. */
const forOrganisations = wordSet('work study apply intern volunteer start job play vote root cheer');
const fromOrganisations = wordSet('order buy purchase graduate retire fire resign');
const toOrganisations = wordSet('apply donate');
const inOrganisations = wordSet('serve enlist enrol enroll');

function isOfOrganisation(text: string, verb: string): boolean {
  if (text === 'at') return true;
  if (text === 'for') return forOrganisations.has(verb);
  if (text === 'from') return fromOrganisations.has(verb);
  // "She got into Juilliard."
  if (text === 'into') return verb === 'get';
  return (text === 'to' && toOrganisations.has(verb)) || (text === 'in' && inOrganisations.has(verb));
}

/** Verbs of replacing one thing by another, or putting it into one: "We upgraded to Postgres 17", "The service is written in Rust". */
const ofChange = wordSet(
  'change switch upgrade downgrade update migrate convert rename set add connect compare prefer subscribe listen deploy publish upload push export log sign',
);

/** Whether something goes to or comes from the name; "allergic to" and "switched me from" are about things. */
function isWay(words: readonly Word[], start: number, text: string): boolean {
  if (text !== 'to' && text !== 'from') return false;
  const before = words.slice(Math.max(0, start - 7), start);
  const held = before.at(before.at(-1)?.text === 'the' ? -3 : -2);
  const isState = held?.tags.has('Adjective') === true && !/^(close|closer|near|nearer|next)$/.test(lower(held));
  return !ofChange.has(lastVerb(before)) && !(text === 'to' && isState);
}

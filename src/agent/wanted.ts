import { firms, organisationWords, placeWords, spots } from '../graph/extraction/type-words.ts';
import {
  dayPart,
  type Has,
  hasAge,
  hasAmount,
  hasClock,
  hasColor,
  hasCount,
  hasDay,
  hasName,
  hasNaming,
  hasNumber,
  hasPlace,
  hasReason,
  hasSomebody,
  hasSpan,
  words,
} from './answer-kinds.ts';

/** What an answer has to be like. */
export interface Wanted {
  /** The kind of answer that is asked for; null: anything may answer. */
  readonly needs: Has | null;
  /** What makes an answer likelier; null: nothing does. */
  readonly prefers: Has | null;
  /** The thing whose name or number is asked: an answer has to speak of it. */
  readonly about?: string;
}

const auxiliary = 'do|does|did|is|are|am|was|were|has|have|had|can|could|will|would|should';
/** Nouns of which one asks for the number: "what was the price". */
const measures =
  `price|cost|age|weight|height|size|salary|wage|rent|budget|fee|score|percentage|rate|amount|mileage|distance
  |temperature|result|total|deposit`.replaceAll(/\s/g, '');
/** Nouns of numbers that tell things apart: "room 12" answers "What is the number of the room?" */
const digits = 'number|code|pin';
const whatIs = (nouns: string): RegExp =>
  words(String.raw`what(?:['’]s| is| was| are| were) (?:[\p{L}\p{N}'’-]+ ){0,3}(?:${nouns})`);
/** Things that have a number as a rule, but also a name: "the window seat", "size M". */
const numbered = words(
  '(?:what|which) (?:floor|room|platform|gate|row|seat|page|bus|tram|line|size|port|channel|version|extension)',
);
/** Nouns of things that are told apart by their names. */
const named = new Set([...organisationWords, ...placeWords, ...spots, ...firms, 'make', 'brand', 'country', 'airline']);

/** Kinds of English questions that ask for one kind of answer: the first that fits counts. */
const kinds: readonly (readonly [question: RegExp, needs: Has])[] = [
  [words('how old|what age'), hasAge],
  [words('how long(?! ago)'), hasSpan],
  [words('how often'), (told) => hasCount(told) || hasDay(told)],
  [words('how many'), hasCount],
  [words('how (?:much|far|tall|big|heavy|high|large|fast|deep|wide)'), hasAmount],
  [whatIs(digits), hasNumber],
  [whatIs(measures), hasAmount],
  [words(String.raw`what(?:['’]s| is| was) (?:[\p{L}\p{N}'’-]+ ){0,2}time|(?:what|which) (?:time|hour)s?`), hasClock],
  [words(String.raw`what (?:do|does|did|will) (?:[\p{L}'’-]+ ){1,3}(?:pay|earn|owe|charge|cost|weigh)`), hasAmount],
  [words(`(?:what|which) (?:day|date|weekday|month|year|week|season|${dayPart})s?`), hasDay],
  [words("when(?:['’]s| is| are| do| does| will| should| can)"), hasDay],
  [words("(?:what|which) colou?rs?|what(?:['’]s| is| was) the colou?r"), hasColor],
  [words('where'), hasPlace],
  [words('why|what for|how come'), hasReason],
];

const whenever = words('when|how long ago');
const whoever = words('who|whom|whose');

/** Returns what an English question asks for. */
export function wantedBy(question: string, asker: string | null): Wanted {
  const asked = question.toLowerCase();
  const about = namedThing(question);
  if (about !== null) return { needs: hasName(asked, named.has(about)), prefers: hasNaming, about };
  const needs = kinds.find(([pattern]) => pattern.test(question))?.[1];
  const [, counted] = ofCount.exec(question) ?? [];
  if (needs) return { needs, prefers: null, ...(counted && { about: counted.toLowerCase() }) };
  if (whenever.test(question)) return { needs: null, prefers: hasDay };
  if (numbered.test(question)) return { needs: null, prefers: hasNumber };
  if (whoever.test(question)) return { needs: hasSomebody(asked, asker), prefers: null };
  if (named.has(kindOf(question))) return { needs: hasName(asked, true), prefers: null };
  return { needs: null, prefers: null };
}

/** The thing whose name is asked, such as "dentist" for "the name of the dentist in Cork"; null: no name is asked. */
function namedThing(question: string): string | null {
  const [, of] = /names? of (.+)/iu.exec(question) ?? [];
  const [, called] =
    /(?:what|which|how)(?:['’]s| is| are| was| were)? (.+?) (?:called|(?:sur)?named?)(?!\p{L})/iu.exec(question) ?? [];
  const thing = of?.split(afterThing)[0] ?? called;
  if (thing === undefined) return null;
  return /([\p{L}-]+)(?:['’]s)?\P{L}*$/u.exec(thing)?.[1]?.toLowerCase() ?? '';
}
const afterThing = / (?:(?:who|that|which|in|at|on|from|for|we|I|is|was)(?!\p{L})|\p{Lu}[\p{L}-]*(?![\p{L}’']))/u;

/** What is counted. */
const ofCount = new RegExp(String.raw`how many (?:[\p{L}'’-]+ ){0,2}?([\p{L}-]+) (?:${auxiliary})(?!\p{L})`, 'iu');

/** The noun in "which hotel did we book"; empty if there is none. */
const kindOf = (question: string): string => ofKind.exec(question)?.[1]?.toLowerCase() ?? '';
const ofKind = new RegExp(
  String.raw`(?:what|which) (?:[\p{L}'’-]+ ){0,2}?([\p{L}-]+?)s? (?:${auxiliary})(?!\p{L})`,
  'iu',
);

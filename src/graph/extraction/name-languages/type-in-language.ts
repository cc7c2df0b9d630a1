import { wordSet } from '../../../platform/word-lists.ts';
import type { EntityType } from '../../entity.ts';
import { normalName } from '../../entity-name.ts';
import type { NameSpan } from '../name.ts';
import { productTag, wellKnownTag } from '../well-known.ts';
import {
  hasInnerCapital,
  hasTag,
  isCapitalised,
  knownTag,
  lower,
  ordinaryTag,
  typesByTag,
  type Word,
} from '../word.ts';
import type { NameEvidence, Patterns } from './evidence.ts';
import { isBehindReading, isExplained, withoutArticles, wordsBefore, wordsBehind } from './surroundings.ts';

/** Returns what a name in a language other than English most likely stands for. */
export function typeInLanguage(words: readonly Word[], span: NameSpan, evidence: NameEvidence): EntityType {
  const own = words.slice(span.start, span.end);
  const before = wordsBefore(words, span.start);
  const behind = wordsBehind(words, span.end);
  // What is part of an article may be the preposition, too: "al", "nella".
  const bare = withoutArticles(before, evidence);
  const preposition = bare.at(-1) ?? '';
  // "Le long de la Garonne", "die Allianz hat gezahlt": few people have an article.
  const mayBeSomebody = bare === before || evidence.peopleHaveArticles;
  const unlessSomebody = (type: EntityType | null) => (type === 'PERSON' && !mayBeSomebody ? null : type);
  return (
    byNoun(before, evidence) ??
    (isBehindReading(before, evidence) ? 'THING' : null) ??
    byTitle(own, preposition, evidence) ??
    byWordsWithin(own, evidence) ??
    (isExplained(behind, evidence) || isOwner(own, words[span.end]) ? 'PERSON' : null) ??
    (hasTag(own[0], country) ? 'PLACE' : null) ??
    firstOf(evidence.before, before) ??
    firstOf(evidence.before, bare) ??
    byTags(own) ??
    evidence.rightBefore(before.at(-1) ?? '') ??
    unlessSomebody(evidence.rightBefore(preposition)) ??
    byForm(own) ??
    unlessSomebody(firstOf(evidence.behind, behind)) ??
    besidePerson(words, span, evidence) ??
    (isSomebody(own, before, behind, evidence) ? 'PERSON' : 'THING')
  );
}

const country = new Set(['Country']);

function firstOf(patterns: Patterns, words: readonly string[]): EntityType | null {
  const text = words.join(' ');
  return patterns.find(([, pattern]) => pattern.test(text))?.[0] ?? null;
}

/** "Ma sœur Élodie", "mon chef, Antoine", "il gatto si chiama Briciola" */
function byNoun(before: readonly string[], { noun, called }: NameEvidence): EntityType | null {
  const type = noun(before.at(-1) ?? '');
  if (type) return type;
  if (before.at(-1) === ',' && noun(before.at(-2) ?? '') === 'PERSON') return 'PERSON';
  if (!called.test(before.join(' '))) return null;
  return before.map(noun).findLast((one) => one !== null) ?? 'PERSON';
}

/** Where they are large, they are read as part of the name. */
const titles = wordSet(
  'm mme mlle dr dra prof frau herr herrn sr sra srta señor señora senhor senhora don doña dona maître sig signor signora meneer mevrouw',
);
const longestClub = 3;

/** "Frau Öztürk", "rue des Tanneurs" */
function byWordsWithin(own: readonly Word[], { within, lastTells }: NameEvidence): EntityType | null {
  const parts = own.flatMap((word) => lower(word).split(' '));
  const [first = ''] = parts;
  if (parts.length > 1 && titles.has(first)) return 'PERSON';
  if (parts.length < 2 && !lastTells && !first.includes('-')) return null;
  // "TV Großwallstadt"
  const isLastFirst = lastTells && first.length > longestClub;
  for (const part of isLastFirst ? parts.flatMap((one) => one.split('-')).toReversed() : parts) {
    const type = within(part);
    if (type) return type;
  }
  return null;
}

/** "Annas Bruder", "Anna's broer" */
const isOwner = (own: readonly Word[], next: Word | undefined): boolean => {
  const last = own.at(-1);
  if (own.length > 2 || !last || !next) return false;
  return (
    last.possessive || (!last.ends && /s$/.test(last.text) && isCapitalised(next.text) && next.tags.has(ordinaryTag))
  );
};

/** By what the library and the account know of its first known word. */
const byTags = (own: readonly Word[]): EntityType | null =>
  own.flatMap(({ tags }) => [...tags].flatMap((tag) => typesByTag[tag] ?? []))[0] ??
  (own.some(({ text }) => wellKnownTag(normalName(text), false) === productTag) ? 'THING' : null);

const firstName = new Set(['FirstName', 'Person']);

/** "Wilma en Ton" */
function besidePerson(words: readonly Word[], { start, end }: NameSpan, { isAnd }: NameEvidence): EntityType | null {
  const isBeside = (at: number, other: number) =>
    isAnd(words[at]?.text ?? '') && isCapitalised(words[other]?.text) && hasTag(words[other], firstName);
  return isBeside(start - 1, start - 2) || isBeside(end, end + 1) ? 'PERSON' : null;
}

/** "La sombra del viento", but "en La Rochelle": a large article begins the name. */
function byTitle(own: readonly Word[], preposition: string, evidence: NameEvidence): EntityType | null {
  const [first = '', ...rest] = own.flatMap((word) => lower(word).split(' '));
  if (rest.length === 0 || !evidence.isArticle(first)) return null;
  return evidence.rightBefore(preposition) === 'PLACE' ? 'PLACE' : 'THING';
}

/** "La RATP", "un Fendt 200" */
function byForm(own: readonly Word[]): EntityType | null {
  if (own.some(({ text }) => /^\d/.test(text) || hasInnerCapital(text))) return 'THING';
  return own.length === 1 && /^\p{Lu}{3,}$/u.test(own[0]?.text ?? '') ? 'ORGANISATION' : null;
}

/** Whether a name without article is followed by what may be a verb. In Russian, what has no preposition is mostly somebody. */
function isSomebody(
  own: readonly Word[],
  before: readonly string[],
  [next = '']: readonly string[],
  { isArticle, isSmall, peopleHaveArticles, hasBareNouns }: NameEvidence,
): boolean {
  if (hasBareNouns) return own.every(({ text, tags }) => /\p{Script=Cyrillic}/u.test(text) && !tags.has(knownTag));
  if (isArticle(before.at(-1) ?? '')) return peopleHaveArticles;
  return /^\p{Ll}{2,}$/u.test(next) && !isSmall(next);
}

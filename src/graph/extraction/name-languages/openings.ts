import type { EntityType } from '../../entity.ts';
import type { WrittenWord } from '../written-words.ts';
import type { NameEvidence } from './evidence.ts';
import { isExplained, isLarge, wordsBehind } from './surroundings.ts';

/** Whether a word that begins a sentence is a name by what follows: "Xiomara, mi jefa", "Pien heeft haar knuffel laten liggen". */
export function opensAsName(written: readonly WrittenWord[], at: number, evidence: NameEvidence): boolean {
  const word = written[at];
  if (!word || isNone(word.text.toLowerCase(), evidence)) return false;
  if (/^\p{Lu}\p{Ll}+-\p{Lu}\p{Ll}/u.test(word.text)) return true;
  const end = rowEnd(written, at, evidence);
  const last = written[end - 1];
  const behind = wordsBehind(written, end);
  if (isExplained(behind, evidence)) return true;
  const isRow = end > at + 1;
  if (last?.ends) return isRow && at > 0;
  if (isLarge(written[end]) || (evidence.hasBareNouns && !(isRow && evidence.surname.test(last?.text ?? ''))))
    return false;
  return (isRow || word.text.length <= longest) && doesAsPeopleDo(behind, evidence);
}

/** Nouns that are longer are mostly compounds. */
const longest = 10;

/** Returns where a row of words ends that may all be part of a name. */
function rowEnd(written: readonly WrittenWord[], at: number, { isCommon }: NameEvidence): number {
  let end = at + 1;
  while (!written[end - 1]?.ends && isLarge(written[end]) && !isCommon(written[end]?.text ?? '')) end += 1;
  return end;
}

const opening: ReadonlySet<EntityType> = new Set(['PERSON', 'ORGANISATION']);

/** Or as firms do. */
function doesAsPeopleDo(behind: readonly string[], evidence: NameEvidence): boolean {
  const text = behind.join(' ');
  return evidence.behind.some(([type, pattern]) => opening.has(type) && pattern.test(text));
}

export const isNone = (word: string, evidence: NameEvidence): boolean =>
  evidence.isSmall(word) || evidence.noun(word) !== null;

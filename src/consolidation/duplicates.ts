import type { ComparedMemory } from './compared-memory.ts';
import type { Verdict } from './duplicate-groups.ts';
import { canBeJoined } from './merged.ts';
import { saySame } from './wording/same-words.ts';
import { dependsOnDay, plainWords } from './wording/tokens.ts';

/** Fewer words of a turn of a conversation say nothing without the turns around it. */
const leastWordsOfTurn = 4;

/**
 * Whether two memories that lie near each other say the same: by the same speaker, of the same kind and time, in words that
 * agree. A number, a date, a name or a negation that differs is a word that differs. English is compared by the forms of its
 * words, other languages word by word.
 */
export const judgeDuplicateIn =
  (language: string) =>
  (one: ComparedMemory, other: ComparedMemory): Verdict | null => {
    if (!tellOfOneThing(one, other)) return null;
    const [mine, theirs] = [plainWords(one.content), plainWords(other.content)];
    if ([one, other].some(({ messageId }) => messageId !== null) && mine.length < leastWordsOfTurn) return null;
    const question = (text: string) => text.includes('?');
    if (question(one.content) !== question(other.content)) return null;
    if (mine.length > 0 && mine.join(' ') === theirs.join(' ')) return { rule: 'same words', safe: true };
    if (language !== 'en' || !saySame(one.content, other.content)) return null;
    return { rule: 'same meaning', safe: true };
  };

function tellOfOneThing(one: ComparedMemory, other: ComparedMemory): boolean {
  if (one.speaker !== other.speaker || one.kind !== other.kind || !canBeJoined(one, other)) return false;
  if (one.validTo?.getTime() !== other.validTo?.getTime()) return false;
  // What happened on another day happened again.
  if (one.day === other.day) return true;
  return one.kind !== 'EPISODE' && !dependsOnDay(one.content) && !dependsOnDay(other.content);
}

import { withoutMarks } from './citation-marks.ts';
import type { Known } from './repeats.ts';
import { wordsOf } from './sentences.ts';

/** What an agent wants to remember, and everything that it may have copied it from. */
interface Claimed {
  readonly content: string;
  /** What the user said, and their name. */
  readonly said: string;
  readonly asker: string | null;
  /** What was recalled for this answer, and other memories that say nearly the same. */
  readonly recalled: readonly Known[];
  /** Recalled memories that no longer hold: they may hold again if the user says so. */
  readonly former: readonly Known[];
  readonly language: string;
}

/**
 * Whether something says nothing new: one memory already says all of it, or it is composed of memories and their speakers' names,
 * and not of what the user said. Without this check, each answer could turn the memories behind it into another memory.
 */
export function isEcho({ content, said, asker, recalled, former, language }: Claimed): boolean {
  const read = (text: string) => wordsOf(text, language);
  // Models call the person they talk with "user" instead of by name.
  const tellers = (known: readonly Known[]) =>
    known.map(({ speaker }) => `${speaker ?? ''}${speaker === asker ? ' user' : ''}`).join(' ');
  const words = read(withoutMarks(content));
  const memories = recalled.map((memory) => read(memory.content));
  if (memories.some((memory) => words.isSubsetOf(memory))) return true;
  const others = [...former.map((memory) => memory.content), tellers([...recalled, ...former])].map(read);
  const together = new Set([...memories, ...others].flatMap((some) => [...some]));
  const ofUser = read(`${said} ${tellers([{ content: said, speaker: asker }])}`);
  return words.isSubsetOf(together) && !words.isSubsetOf(ofUser);
}

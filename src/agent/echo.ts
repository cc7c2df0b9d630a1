import { withoutMarks } from './citation-marks.ts';
import type { Known } from './repeats.ts';
import { wordsOf } from './sentences.ts';

/** What an agent wants to remember, and all that it could have from somewhere. */
export interface Claimed {
  readonly content: string;
  /** What the user said, and who they are by name. */
  readonly said: string;
  readonly asker: string | null;
  /** What was recalled for this answer, and what else says nearly the same. */
  readonly recalled: readonly Known[];
  /** What was recalled of the past: it may be so again, where the user says so. */
  readonly former: readonly Known[];
  readonly language: string;
}

/**
 * Whether something says nothing new: one memory says all of it already, or it is put together from memories and who told them, and not
 * from what the user said. Without this, each answer could make a memory of the memories that it was made of.
 */
export function isEcho({ content, said, asker, recalled, former, language }: Claimed): boolean {
  const read = (text: string) => wordsOf(text, language);
  // Whom they talk with models call by no name.
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

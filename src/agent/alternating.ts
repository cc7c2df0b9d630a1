import type { ToldTurn } from './prompt.ts';

/** Where what is shown of a conversation begins with an answer. */
const leftOut = '…';

/**
 * Turns by turns, the user's first, as the chat templates of many models want them: they refuse a question for two in a row, and
 * with it all that follow.
 */
export function alternating(turns: readonly ToldTurn[]): ToldTurn[] {
  const joined: ToldTurn[] = turns[0]?.role === 'assistant' ? [{ role: 'user', text: leftOut }] : [];
  for (const turn of turns) {
    const last = joined.at(-1);
    if (last?.role === turn.role) joined.splice(-1, 1, { ...turn, text: `${last.text}\n\n${turn.text}` });
    else joined.push(turn);
  }
  return joined;
}

import { cut } from '../conversation/window.ts';
import type { FoundNote } from './agent.ts';

/**
 * Returns the notes with as much of their texts as has `most` characters together: short ones whole, and of all longer ones an equal part, their
 * beginning.
 */
export function readShare(found: readonly FoundNote[], most: number): readonly FoundNote[] {
  let left = most;
  let share = 0;
  for (const [at, length] of found
    .map(({ content }) => content.length)
    .toSorted((a, b) => a - b)
    .entries()) {
    share = Math.floor(left / (found.length - at));
    if (length > share) break;
    left -= length;
  }
  return found.map((note) => (note.content.length > share ? { ...note, content: cut(note.content, share) } : note));
}

import { setImmediate } from 'node:timers/promises';

/** Embedding, hashing or writing this many characters takes some 4 ms. */
const usual = 20_000;
/** Overhead of each text (its id, its vector in the database's text form), in characters. */
const besides = 150;

/**
 * For loops over texts: the returned function takes the length of each text, and yields the event loop once `most` characters have been
 * processed since the last time. Null: continue at once.
 */
export function textTurns(most: number = usual): (characters: number) => Promise<void> | null {
  let done = 0;
  return (characters) => {
    done += characters;
    if (done < most) return null;
    done = 0;
    return setImmediate();
  };
}

/** Milliseconds of work before others get their turn. */
const sliceMs = 8;

/** Is called after each step of a loop, and yields the event loop now and then. Null: continue at once. */
export type LetOthersIn = () => Promise<void> | null;

/** For loops whose steps take unknown times: the returned function yields the event loop once they have taken some milliseconds. */
export function timeTurns(): LetOthersIn {
  let began = performance.now();
  return () => {
    if (performance.now() - began < sliceMs) return null;
    return setImmediate().then(() => {
      began = performance.now();
    });
  };
}

/** Maps texts in order, and yields the event loop in between. `lengthOf` returns a text's length in characters. */
export async function inTextTurns<Text, Made>(
  texts: readonly Text[],
  lengthOf: (text: Text) => number,
  make: (text: Text, index: number) => Made,
  most?: number,
): Promise<Made[]> {
  const made: Made[] = [];
  const letOthersIn = textTurns(most);
  for (const [index, text] of texts.entries()) {
    made.push(make(text, index));
    await letOthersIn(lengthOf(text) + besides);
  }
  return made;
}

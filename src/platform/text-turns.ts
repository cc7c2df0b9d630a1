import { setImmediate } from 'node:timers/promises';

/** So many characters are embedded, hashed or written in some 4 ms. */
const usual = 20_000;
/** What each text takes beside its own characters (its id, its vector as the database reads it) counts as so many more. */
const besides = 150;

/**
 * For loops that work on texts: told how many characters each had, it gives others their turn of the event loop where `most` have been
 * worked on since the last. Null: go on at once.
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

/** Makes something of each text, in their order, with turns for others in between. `lengthOf` tells its characters. */
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

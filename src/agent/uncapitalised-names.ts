import { isNeverName } from '../graph/extraction/no-names.ts';
import { leastUnfamiliar } from '../graph/extraction/unfamiliar.ts';
import { matchesOf } from '../platform/matches-of.ts';
import { isInDictionary } from '../search/question/dictionary.ts';

/** A word that may be a name, and what stands before it. */
interface NameInText {
  readonly name: string;
  readonly before: string;
}

/** A transcript writes "I" large, if anything. */
const large = /(?<!\p{L})(?!I(?!\p{L}))\p{L}*\p{Lu}/u;
/** Of as many letters as the dictionary knows; parts of identifiers and addresses are no words. */
const word =
  /(?<![\p{L}\p{N}'’@./#_-])(?:(?<title>mrs?|ms|mister|missus|doctor|dr|professor)\.?\s+)?(?<name>[a-z]{2,20})(?=(?:['’]s)?(?![\p{L}\p{N}'’@/#_-]|\.\p{L}))/gu;

/**
 * Names in an English text without a capital, as in transcripts of speech: what follows a title, and words that no dictionary has. Of
 * 270 of those in chats and transcripts in lower case, seven in eight were names of somebody, a place or a brand.
 */
export function* uncapitalisedNames(text: string): Generator<NameInText, void> {
  if (large.test(text)) return;
  for (const { groups: { title, name = '' } = {}, index } of matchesOf(text, word)) {
    const isUnknown = name.length >= leastUnfamiliar && !isInDictionary(name) && !isNeverName(name);
    if (isUnknown || title !== undefined) yield { name, before: text.slice(0, index) };
  }
}

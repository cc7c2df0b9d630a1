/** Most parts of a question that are searched for each on its own. */
export const mostParts = 4;

/** Shortest part that says enough to be searched for, in words that are not of the question's form. */
const fewestWords = 2;

/** Longest question that is searched for. */
const longest = 1_000;

const breaks =
  /[?!;\n。？！؟]+|(?<=\p{L}{2})\.(?:\s+|$)|,?\s(?:and|or|but|as well as|versus|vs\.?|compared (?:to|with)|rather than|than|und|oder|sowie|et|ou|y|e|o|en)\s|,\s/gu;
const form = new Set(
  `what who whom whose when where which how why a an the of in on at to from for with about by and or but is are was were be been
  do does did have has had can could should would will i you he she it we they me my our your his her their its us them that this
  tell give show explain describe compare summarize summarise list please between difference differences so far`.split(
    /\s+/u,
  ),
);

/**
 * The parts of a composite question, the most telling first: none where it has only one. What a part leaves out because the
 * question has said it already is not guessed: the whole question is searched for, too.
 */
export function questionParts(message: string): string[] {
  const text = message.slice(0, 4 * longest);
  const whole = wordsOf(text).length;
  const parts = text
    .split(breaks)
    .map((part) => part.trim().slice(0, longest))
    .filter((part) => wordsOf(part).length >= fewestWords && wordsOf(part).length < whole);
  const telling = [...new Set(parts)].sort((one, other) => wordsOf(other).length - wordsOf(one).length);
  return telling.slice(0, mostParts);
}

/** What of a message is searched for: all of it, or of a long one the beginning and the end, where the question stands. */
export function searchedText(message: string): string {
  const text = message.trim();
  if (text.length <= 2 * longest) return text;
  return `${text.slice(0, longest).toWellFormed()} ${text.slice(-longest).toWellFormed()}`;
}

const wordsOf = (text: string): string[] =>
  (text.toLowerCase().match(/[\p{L}\p{N}'’-]+/gu) ?? []).filter((word) => !form.has(word));

/**
 * The shape of a message: its form without what it is about, so that messages that want the same plan share one. Words of
 * questions and structure stay, names, numbers and all other words become placeholders: a key of a cache holds no content.
 */
export function messageShape(message: string): string {
  const words = message.slice(0, mostRead).normalize('NFKC').replaceAll('’', "'").match(pieces) ?? [];
  const shape = words.map((word, index) => placeholder(word, index));
  return shape.filter((one, index) => one !== shape[index - 1] || !isPlaceholder.has(one)).join(' ');
}

/** A message of more characters has the shape of its beginning. */
const mostRead = 2_000;

const pieces = /[\p{L}\p{M}'-]+|\p{N}[\p{N}.,:/-]*|[?!;:,.]/gu;
const isPlaceholder: ReadonlySet<string> = new Set(['W', 'N', '#']);

function placeholder(word: string, index: number): string {
  if (/^\p{N}/u.test(word)) return '#';
  const lower = word.toLowerCase();
  if (kept.has(lower) || !/\p{L}/u.test(word)) return lower;
  return index > 0 && /^\p{Lu}/u.test(word) ? 'N' : 'W';
}

const kept: ReadonlySet<string> = new Set(
  `what who whom whose when where which how why a an the of in on at to from for with about by and or but not than then
  if is are was were be been do does did have has had can could should would will may might i you he she it we they
  me my our your his her their its us them all every everything each both between since until before after during
  over last past next this that these those there list compare summarize summarise explain describe difference better
  recommend suggest plan help tell give show remember know first most so far`.split(/\s+/u),
);

/** Counts the tokens of a text as a language model does. */
export type CountTokens = (text: string) => number;

/** Texts that are cached by the tokenizer while it merges: words come again, and 10,000 of them are about a megabyte. */
const mergeCache = 10_000;

/** The tokenizer's work grows with the square of what has no break in it. */
const mostUnbroken = 500;
const unbroken = new RegExp(`\\S{${mostUnbroken + 1},}`, 'u');

/**
 * Loads the vocabulary of GPT-4 (cl100k_base), some 40 MB in the process, when somebody first counts: that of newer models
 * counts English alike and takes half as much again. Words that mean something to a model are counted as the text that they are.
 */
export function tokenCounterLoader(): () => Promise<CountTokens> {
  let loading: Promise<CountTokens> | null = null;
  return () => {
    loading ??= load();
    return loading;
  };
}

async function load(): Promise<CountTokens> {
  const { countTokens, setMergeCacheSize } = await import('gpt-tokenizer/encoding/cl100k_base');
  setMergeCacheSize(mergeCache);
  const asText = { disallowedSpecial: new Set<string>() };
  const count = (text: string) => countTokens(text, asText);
  return (text) => (unbroken.test(text) ? slices(text).reduce((sum, slice) => sum + count(slice), 0) : count(text));
}

function slices(text: string): string[] {
  return Array.from({ length: Math.ceil(text.length / mostUnbroken) }, (_, index) =>
    text.slice(index * mostUnbroken, (index + 1) * mostUnbroken),
  );
}

/**
 * Cost of the work behind a field, in answered fields. It is less than the real cost, some thousand for a search, so that one search with
 * all around it counts as one request; and enough that forty of them under aliases count as several. Measured: docs/adr/0029.
 */
export const work = {
  search: 100,
  /** Up to six strategies, and the context that an agent starts with. */
  context: 200,
  /** The entities that most memories name, or those around one entity. */
  entities: 20,
  /** One stored memory of usual length: a fortieth of a search until it is answered, a thirteenth with all follow-up work. */
  memory: 4,
  /**
   * A part of an assistant's text that is compared with what is known: a search that nobody reads, half as long as others. Most
   * texts are new by their first part, and are charged for all.
   */
  echo: 25,
  /** The count of a whole list. */
  count: 20,
} as const;

/** Number of characters that are stored at the price of one memory: reading names, sentences and words of 32,000 takes a third of a second. */
const charactersOfMemory = 4_000;

/** Cost of storing a text as a memory. */
export const workOfStoring = ({ content }: { readonly content: string }): number =>
  work.memory * Math.max(1, Math.ceil(content.length / charactersOfMemory));

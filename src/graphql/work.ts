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
  /** Reading a memory again in another language: its words and names, and what it repeats or ends. A millisecond. */
  language: 1,
  /** Reading the words of a memory again, since another time zone has other days: a fifth of that. */
  timeZone: 0.2,
  /** Comparing a memory with the others of its collection: two or three milliseconds. */
  consolidation: 2,
  /** The count of a whole list. */
  count: 20,
} as const;

/**
 * Number of characters that are stored at the price of one memory: reading names, sentences and words of as many takes some six milliseconds.
 * At 4,000, a million characters in one bulk, ten to fifteen seconds of work, were one request.
 */
const charactersOfMemory = 500;

/** Cost of storing a text as a memory. */
export const workOfStoring = ({ content }: { readonly content: string }): number =>
  work.memory * Math.max(1, Math.ceil(content.length / charactersOfMemory));

/**
 * What has to be worked out for a field, in fields of an answer. It is less than it takes, some thousand for a search, so that what is
 * asked once with all around it is one request; and enough that forty of them under aliases are several. Measured: docs/adr/0029.
 */
export const work = {
  search: 100,
  /** Up to six strategies, and what an agent begins with. */
  context: 200,
  /** Those that most memories name, or that lie around one. */
  entities: 20,
  /** One that is stored: a fortieth of a search until it is answered, a thirteenth with all that becomes of it. */
  memory: 4,
  /** Of a whole list. */
  count: 20,
} as const;

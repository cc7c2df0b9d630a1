import { z } from 'zod';
import { operations, profile } from './profile.ts';

/**
 * What a sample measures. Besides the operations of the mix: `save` is one of many in the same instant, `event` the time from a save to
 * its event at the user, `answer` the time from a question to its last event, `conversation` the creation of the conversation that a
 * question needs.
 */
const kinds = [...operations, 'save', 'event', 'answer', 'conversation'] as const;
export type Kind = (typeof kinds)[number];

/** Where an answer came from: the answer cache, the ranking cache, or neither. */
const sources = ['kept answer', 'kept ranking', 'found anew'] as const;

const sample = z.object({
  kind: z.enum(kinds),
  user: z.int(),
  /** When it was due, in milliseconds from the start of the load; below 0: before the load, which repeats it. */
  at: z.number(),
  ms: z.number(),
  /** Null for operations without a cache. */
  source: z.enum(sources).nullable(),
  /** The error message; null if it succeeded. */
  error: z.string().nullable(),
  /** The text that was asked. */
  text: z.string().nullable(),
});
export type Sample = z.infer<typeof sample>;

/** What the users report at the end. */
export const outcome = z.object({
  samples: z.array(sample),
  /** CPU milliseconds that the users' process itself used. */
  cpuMs: z.number(),
  savesTold: z.int(),
  /** Number of context sections omitted because they timed out. */
  lateSections: z.int(),
});
export type Outcome = z.infer<typeof outcome>;

/** The instructions for the users. */
export const assignment = z.object({
  endpoint: z.string(),
  accounts: z.array(z.object({ token: z.string(), collectionId: z.string(), firstConversation: z.int() })),
  conversations: z.int(),
  profile,
  /** Length of the whole load, and of its warm-up, during which the users arrive. */
  ms: z.number(),
  warmUpMs: z.number(),
  seed: z.int(),
});
export type Assignment = z.infer<typeof assignment>;

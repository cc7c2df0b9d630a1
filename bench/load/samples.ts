import { z } from 'zod';
import { operations, profile } from './profile.ts';

/**
 * What was measured of one thing that a user did. Beside the operations of the mix: `save` is one of many in the same instant, `event` a save until
 * its user was told of it, `answer` a question until its last event, `conversation` what a question needs before it.
 */
const kinds = [...operations, 'save', 'event', 'answer', 'conversation'] as const;
export type Kind = (typeof kinds)[number];

/** Where an answer came from: kept as a whole, by a ranking that was kept, or from neither. */
const sources = ['kept answer', 'kept ranking', 'found anew'] as const;

const sample = z.object({
  kind: z.enum(kinds),
  user: z.int(),
  /** When it was to begin, in milliseconds from the start of the load. */
  at: z.number(),
  ms: z.number(),
  /** Null: there is no cache to answer it. */
  source: z.enum(sources).nullable(),
  /** What went wrong; null: nothing. */
  error: z.string().nullable(),
  /** What was asked. */
  text: z.string().nullable(),
});
export type Sample = z.infer<typeof sample>;

/** What the users tell when they are done. */
export const outcome = z.object({
  samples: z.array(sample),
  /** Milliseconds of processor time that the users themselves took. */
  cpuMs: z.number(),
  savesTold: z.int(),
  /** Sections of contexts that were left out, being late. */
  lateSections: z.int(),
});
export type Outcome = z.infer<typeof outcome>;

/** What the users are told to do. */
export const assignment = z.object({
  endpoint: z.string(),
  accounts: z.array(z.object({ token: z.string(), collectionId: z.string(), firstConversation: z.int() })),
  conversations: z.int(),
  profile,
  /** Of all, and of that until all users are there. */
  ms: z.number(),
  warmUpMs: z.number(),
  seed: z.int(),
});
export type Assignment = z.infer<typeof assignment>;

import { z } from 'zod';

/** What users do, as shares of all requests. Source: issue 8, point 7. */
const mix = { search: 0.6, add: 0.15, context: 0.1, list: 0.1, ask: 0.05 } as const;
export type Operation = keyof typeof mix;
export const operations: readonly Operation[] = ['search', 'add', 'context', 'list', 'ask'];

export const profileNames = ['throughput', 'chat', 'repeated'] as const;
export type ProfileName = (typeof profileNames)[number];

/** Open loop: requests arrive at random moments. Closed loop: each user waits for the answer, then thinks. */
const pace = z.union([
  z.object({ kind: z.literal('open'), perSecond: z.number() }),
  z.object({ kind: z.literal('closed'), thinkMs: z.tuple([z.number(), z.number()]).readonly() }),
]);

export const profile = z.object({
  name: z.enum(profileNames),
  pace,
  /** Share of questions drawn from a fixed set, chosen before the start, with a few per user. 1: all of the set were asked before the load. */
  repeated: z.number(),
  /** Number of repeated questions, over all users. */
  questions: z.int(),
  /** Number of users who save in the same instant, now and then, in addition to the mix. */
  parallelSaves: z.int(),
});
export type Profile = z.infer<typeof profile>;

const usual = { repeated: 0.7, questions: 1_000, parallelSaves: 50 };

/**
 * The load of each profile. Source: issue 8, point 7; `repeated` is the load of repeated questions alone, at a rate that two cores
 * bear, since it is about the caches.
 */
export function profileOf(name: ProfileName, perSecond?: number): Profile {
  switch (name) {
    case 'throughput':
      return { name, ...usual, pace: { kind: 'open', perSecond: perSecond ?? 250 } };
    case 'chat':
      return { name, ...usual, pace: { kind: 'closed', thinkMs: [2_000, 8_000] } };
    case 'repeated':
      return { name, ...usual, repeated: 1, parallelSaves: 0, pace: { kind: 'open', perSecond: perSecond ?? 25 } };
  }
}

/** Interval between the moments in which many users save at once. */
export const saveEveryMs = 10_000;

/** Maps a number in [0, 1) to an operation of the mix. */
export function pickOperation(chance: number): Operation {
  let left = chance;
  for (const operation of operations) {
    left -= mix[operation];
    if (left < 0) return operation;
  }
  return 'search';
}

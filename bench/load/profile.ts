import { z } from 'zod';

/** What users do, and how often: shares of all requests. Source: issue 8, point 7. */
const mix = { search: 0.6, add: 0.15, context: 0.1, list: 0.1, ask: 0.05 } as const;
export type Operation = keyof typeof mix;
export const operations: readonly Operation[] = ['search', 'add', 'context', 'list', 'ask'];

export const profileNames = ['throughput', 'chat', 'repeated'] as const;
export type ProfileName = (typeof profileNames)[number];

/** Open: requests come by themselves, at random moments. Closed: each user waits for an answer, then thinks. */
const pace = z.union([
  z.object({ kind: z.literal('open'), perSecond: z.number() }),
  z.object({ kind: z.literal('closed'), thinkMs: z.tuple([z.number(), z.number()]).readonly() }),
]);

export const profile = z.object({
  name: z.enum(profileNames),
  pace,
  /** Share of questions that were chosen before the start, a few for each user. */
  repeated: z.number(),
  /** Questions that repeat, of all users together. */
  questions: z.int(),
  /** So many users save in the same instant, now and then, beside the mix. */
  parallelSaves: z.int(),
});
export type Profile = z.infer<typeof profile>;

const usual = { repeated: 0.7, questions: 1_000, parallelSaves: 50 };

/** What each profile asks of the server. Source: issue 8, point 7; `repeated` is the load of repeated questions alone. */
export function profileOf(name: ProfileName, perSecond = 250): Profile {
  switch (name) {
    case 'throughput':
      return { name, ...usual, pace: { kind: 'open', perSecond } };
    case 'chat':
      return { name, ...usual, pace: { kind: 'closed', thinkMs: [2_000, 8_000] } };
    case 'repeated':
      return { name, ...usual, repeated: 1, parallelSaves: 0, pace: { kind: 'open', perSecond } };
  }
}

/** Between two moments in which many save at once. */
export const saveEveryMs = 10_000;

/** An operation of the mix, for a number from 0 up to 1. */
export function pickOperation(chance: number): Operation {
  let left = chance;
  for (const operation of operations) {
    left -= mix[operation];
    if (left < 0) return operation;
  }
  return 'search';
}

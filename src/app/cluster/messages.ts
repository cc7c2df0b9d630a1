import { z } from 'zod';

/** Messages from a worker to its supervisor. */
export const fromWorker = z.discriminatedUnion('kind', [
  /** The worker answers requests. */
  z.object({ kind: z.literal('ready'), url: z.string() }),
  /** The worker wants to be replaced. */
  z.object({ kind: z.literal('due'), reason: z.string() }),
  /** The worker was asked for the metrics, which cover all workers. */
  z.object({ kind: z.literal('scrape'), id: z.number() }),
  /** The worker's own readings; null if it could not read them. */
  z.object({ kind: z.literal('readings'), id: z.number(), readings: z.array(z.unknown()).readonly().nullable() }),
  /** The worker's last readings, before it ends. */
  z.object({ kind: z.literal('last'), readings: z.array(z.unknown()).readonly() }),
]);
export type FromWorker = z.infer<typeof fromWorker>;

/** Messages from the supervisor to a worker. */
export const toWorker = z.discriminatedUnion('kind', [
  /** Take nothing new, move the subscriptions, finish running work, and end. */
  z.object({ kind: z.literal('leave') }),
  z.object({ kind: z.literal('read'), id: z.number() }),
  z.object({ kind: z.literal('scraped'), id: z.number(), text: z.string(), contentType: z.string() }),
]);
export type ToWorker = z.infer<typeof toWorker>;

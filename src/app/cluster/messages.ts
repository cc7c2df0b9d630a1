import { z } from 'zod';

/** What a worker tells the process that watches over the workers. */
export const fromWorker = z.discriminatedUnion('kind', [
  /** It answers requests. */
  z.object({ kind: z.literal('ready'), url: z.string() }),
  /** It wants to make room for a fresh one. */
  z.object({ kind: z.literal('due'), reason: z.string() }),
  /** Somebody asked it for the metrics, which are those of all workers. */
  z.object({ kind: z.literal('scrape'), id: z.number() }),
  /** Its own; null where it could not read them. */
  z.object({ kind: z.literal('readings'), id: z.number(), readings: z.array(z.unknown()).readonly().nullable() }),
  /** The same for the last time, before it ends. */
  z.object({ kind: z.literal('last'), readings: z.array(z.unknown()).readonly() }),
]);
export type FromWorker = z.infer<typeof fromWorker>;

/** What a worker is told. */
export const toWorker = z.discriminatedUnion('kind', [
  /** Take nothing new, move the subscriptions, finish what runs, and end. */
  z.object({ kind: z.literal('leave') }),
  z.object({ kind: z.literal('read'), id: z.number() }),
  z.object({ kind: z.literal('scraped'), id: z.number(), text: z.string(), contentType: z.string() }),
]);
export type ToWorker = z.infer<typeof toWorker>;

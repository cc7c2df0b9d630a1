import { giveBackMemory } from '../../src/platform/give-back-memory.ts';

/**
 * Loaded into the server. Replies with its current memory, and with what remains after a full garbage collection and after returning
 * the pages that the engine retains.
 */
process.on('message', () => {
  const { rss } = process.memoryUsage();
  giveBackMemory();
  const { rss: needed, heapUsed, external } = process.memoryUsage();
  process.send?.({ rss, needed, held: heapUsed + external });
});

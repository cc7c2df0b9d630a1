import { giveBackMemory } from '../../src/platform/give-back-memory.ts';

/**
 * Loaded into the server: answers its memory as it stands, and what is left of it once the engine has collected all garbage and given
 * back the pages that it keeps for later.
 */
process.on('message', () => {
  const { rss } = process.memoryUsage();
  giveBackMemory();
  const { rss: needed, heapUsed, external } = process.memoryUsage();
  process.send?.({ rss, needed, held: heapUsed + external });
});

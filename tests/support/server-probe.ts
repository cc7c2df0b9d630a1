import { registerHooks } from 'node:module';
import { isMainThread } from 'node:worker_threads';
import { heldBytes } from './held-bytes.ts';

// Loaded into a server: reports the URLs of all modules that its main thread has loaded, and the bytes that remain of its memory,
// inside and outside the heap, after garbage collections.
const loaded: string[] = [];
registerHooks({
  load(url, context, next) {
    loaded.push(url);
    return next(url, context);
  },
});

if (isMainThread) {
  process.on('message', async () => {
    process.send?.({ loaded, bytes: await heldBytes() });
  });
  process.channel?.unref();
}

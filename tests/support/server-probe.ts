import { registerHooks } from 'node:module';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { isMainThread } from 'node:worker_threads';

// Loaded into a server: reports the URLs of all modules that its main thread has loaded, and the bytes that remain of its memory,
// inside and outside the heap, after garbage collections.
const loaded: string[] = [];
registerHooks({
  load(url, context, next) {
    loaded.push(url);
    return next(url, context);
  },
});

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

if (isMainThread) {
  process.on('message', () => {
    // What finalizers release is collected by the next collection.
    collectGarbage();
    setImmediate(() => {
      collectGarbage();
      const { heapUsed, external } = process.memoryUsage();
      process.send?.({ loaded, bytes: heapUsed + external });
    });
  });
  process.channel?.unref();
}

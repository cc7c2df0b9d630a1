import { registerHooks } from 'node:module';

// Loaded into a server: answers the addresses of all modules that its main thread has loaded.
const loaded: string[] = [];
registerHooks({
  load(url, context, next) {
    loaded.push(url);
    return next(url, context);
  },
});
process.on('message', () => process.send?.(loaded));
process.channel?.unref();

import { runUntilStopped } from '../../src/app/run-until-stopped.ts';

// Stopping it takes for ever: a second signal is for that.
await runUntilStopped(async () => {
  console.log('runs');
  return {
    [Symbol.asyncDispose]: async () => {
      console.log('stops');
      await new Promise(() => {});
    },
  };
});

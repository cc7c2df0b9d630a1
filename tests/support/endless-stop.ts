import { runUntilStopped } from '../../src/app/run-until-stopped.ts';

// Its stop never ends: for tests of the second signal.
await runUntilStopped(async () => {
  console.log('runs');
  return {
    [Symbol.asyncDispose]: async () => {
      console.log('stops');
      await new Promise(() => {});
    },
  };
});

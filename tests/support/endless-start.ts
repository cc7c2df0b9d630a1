import { runUntilStopped } from '../../src/app/run-until-stopped.ts';

// What it waits for never comes.
await runUntilStopped(async () => {
  console.log('starts');
  return await new Promise(() => {});
});

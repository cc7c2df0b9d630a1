import { runUntilStopped } from '../../src/app/run-until-stopped.ts';

// Waits for something that never comes.
await runUntilStopped(async () => {
  console.log('starts');
  return await new Promise(() => {});
});

import { setTimeout } from 'node:timers/promises';
import { cpuMs } from './process-cpu.ts';
import { progress } from './progress.ts';

const stepMs = 500;
/** Number of consecutive quiet steps, each with less CPU use than this share of it. */
const quietSteps = 4;
const quietShare = 0.06;
/** A process that is profiled may use more than that all the time. */
const mostSteps = 120;

/** Waits until a process has no background work: consumers have caught up, indexes are loaded. After a minute it is told that there still is some. */
export async function untilQuiet(pid: number): Promise<void> {
  let quiet = 0;
  for (let step = 0; step < mostSteps; step += 1) {
    const before = await cpuMs(pid);
    await setTimeout(stepMs);
    quiet = (await cpuMs(pid)) - before <= quietShare * stepMs ? quiet + 1 : 0;
    if (quiet === quietSteps) return;
  }
  progress('something still goes on in the background after a minute');
}

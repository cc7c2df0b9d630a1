import { setTimeout } from 'node:timers/promises';
import { cpuMs } from './process-cpu.ts';

const stepMs = 500;
/** Number of consecutive quiet steps, each with less CPU use than this share of it. */
const quietSteps = 4;
const quietShare = 0.06;

/** Waits until a process has no background work: consumers have caught up, indexes are loaded. */
export async function untilQuiet(pid: number): Promise<void> {
  let quiet = 0;
  while (quiet < quietSteps) {
    const before = await cpuMs(pid);
    await setTimeout(stepMs);
    quiet = (await cpuMs(pid)) - before <= quietShare * stepMs ? quiet + 1 : 0;
  }
}

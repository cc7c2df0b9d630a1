import type { Embedding } from '../memory/embed-memories.ts';
import { countWithoutVector, reembedNext } from '../memory/reembed.ts';
import type { Step } from './step.ts';

/** Embeds each memory without a vector of the configured model: it still waits for one, was refused before, or has another model's. */
export const reembedStep = (parts: Embedding): Step =>
  async function* (run, signal) {
    let [place, done] = [run.place, run.stepDone];
    const total = done + (await countWithoutVector(parts, run));
    while (!signal.aborted) {
      const next = await reembedNext(parts, run, { after: place, dryRun: run.dryRun }, signal);
      if (next.last === null) return;
      place = next.last;
      done += next.looked;
      yield { proposals: [], scanned: next.looked, done, total, place };
    }
  };

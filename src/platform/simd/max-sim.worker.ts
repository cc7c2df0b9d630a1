import { workerData } from 'node:worker_threads';
import { type JobRunner, serveJobs } from '../threads/serve-jobs.ts';
import { MaxSim, type MaxSimCall, type RowTable } from './max-sim.ts';

function open(table: RowTable): JobRunner<MaxSimCall, null> {
  const kernel = new MaxSim(table);
  return {
    run(call) {
      kernel.run(call);
      return null;
    },
  };
}

await serveJobs(Promise.resolve(open(workerData)));

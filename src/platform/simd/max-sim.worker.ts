import { workerData } from 'node:worker_threads';
import { type JobRunner, serveJobs } from '../threads/serve-jobs.ts';
import { MaxSim, type MaxSimCall, type RowTable } from './max-sim.ts';

function open(table: RowTable): JobRunner<MaxSimCall, null> {
  const kernel = new MaxSim(table);
  return {
    count: () => 1,
    isUrgent: () => true,
    run(call) {
      kernel.run(call);
      return null;
    },
    close: async () => {},
  };
}

await serveJobs(Promise.resolve(open(workerData)));

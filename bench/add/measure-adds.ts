import { addBulk, addOne } from '../support/add-memories.ts';
import { type ApiOptions, connectApi } from '../support/api.ts';
import { createCollection } from '../support/create-collection.ts';
import { type Distribution, distribution } from '../support/distribution.ts';
import { milliseconds } from '../support/milliseconds.ts';
import { cpuMs } from '../support/process-cpu.ts';
import { makeTurns } from './turns.ts';

const clients = 50;
const bulkSize = 1_000;

/** Amount of work: enough for steady figures, or just enough to see that the bench works. */
export interface Effort {
  readonly warmUp: number;
  readonly singles: number;
  readonly concurrent: number;
  readonly bulks: number;
}

export const fullEffort: Effort = { warmUp: 500, singles: 3_000, concurrent: 20_000, bulks: 20 };
export const quickEffort: Effort = { warmUp: 100, singles: 300, concurrent: 2_000, bulks: 3 };

export interface SingleAdds {
  readonly times: Distribution;
  /** CPU time of the server process. Null where we cannot read it. */
  readonly cpuMsEach: number | null;
}

/** One client, one add at a time. */
export async function measureSingles(server: ApiOptions, effort: Effort, pid: number | null): Promise<SingleAdds> {
  using api = connectApi(server);
  const collectionId = await createCollection(api, 'bench: one at a time');
  for (const turn of makeTurns('the warm-up', effort.warmUp)) await addOne(api, collectionId, turn);
  const before = pid === null ? 0 : await cpuMs(pid);
  const times: number[] = [];
  for (const turn of makeTurns('the measured', effort.singles)) {
    times.push(await milliseconds(() => addOne(api, collectionId, turn)));
  }
  const cpuMsEach = pid === null ? null : ((await cpuMs(pid)) - before) / effort.singles;
  return { times: distribution(times), cpuMsEach };
}

export interface ConcurrentAdds {
  readonly times: Distribution;
  readonly perSecond: number;
  readonly collectionId: string;
  readonly sent: number;
  /** The ids that the server reported as created. */
  readonly memoryIds: readonly string[];
}

/** Many clients add to one collection, each sending its next add as soon as the last is answered. */
export async function measureConcurrent(server: ApiOptions, effort: Effort): Promise<ConcurrentAdds> {
  using api = connectApi({ ...server, connections: clients });
  const collectionId = await createCollection(api, `bench: ${clients} clients`);
  const turns = makeTurns('the crowd', effort.concurrent).values();
  const times: number[] = [];
  const memoryIds: string[] = [];
  const began = performance.now();
  const client = async (): Promise<void> => {
    for (const turn of turns) {
      times.push(await milliseconds(async () => memoryIds.push(await addOne(api, collectionId, turn))));
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  const perSecond = (effort.concurrent * 1_000) / (performance.now() - began);
  return { times: distribution(times), perSecond, collectionId, sent: effort.concurrent, memoryIds };
}

/** Adds bulks of 1,000, one after the other. Returns memories per second. */
export async function measureBulks(server: ApiOptions, effort: Effort): Promise<number> {
  using api = connectApi(server);
  const collectionId = await createCollection(api, 'bench: bulks');
  await addBulk(api, collectionId, makeTurns('the warm-up', bulkSize));
  const bulks = Array.from({ length: effort.bulks }, (_, index) => makeTurns(`bulk ${index}`, bulkSize));
  const began = performance.now();
  for (const bulk of bulks) await addBulk(api, collectionId, bulk);
  return (effort.bulks * bulkSize * 1_000) / (performance.now() - began);
}

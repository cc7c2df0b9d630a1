import { once } from 'node:events';
import { z } from 'zod';
import { floodConnections, floods, isFloodKind } from './kinds.ts';

const assignment = z.object({ kind: z.string().refine(isFloodKind), endpoint: z.string() });

/** Floods from the message that names the kind until told to stop. Then reports how many requests were answered and refused. */
async function main(): Promise<void> {
  const [told] = await once(process, 'message');
  const { kind, endpoint } = assignment.parse(told);
  const flood = await floods[kind](endpoint);
  const counts = { answered: 0, refused: 0 };
  const stopped = once(process, 'message');
  for (let n = 0; n < floodConnections; n += 1) void repeat(flood, counts);
  process.send?.('begun');
  await stopped;
  process.send?.(counts);
}

async function repeat(flood: () => Promise<unknown>, counts: { answered: number; refused: number }): Promise<never> {
  for (;;) {
    await flood().then(
      () => {
        counts.answered += 1;
      },
      () => {
        counts.refused += 1;
      },
    );
  }
}

await main();

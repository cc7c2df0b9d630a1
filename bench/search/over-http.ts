import { z } from 'zod';
import type { ApiOptions } from '../support/api.ts';
import { connectBarely } from '../support/bare-connection.ts';
import { type Distribution, distribution } from '../support/distribution.ts';
import { milliseconds } from '../support/milliseconds.ts';
import { type Question, searchFor } from './measure-searches.ts';

/** Where one search over HTTP spends its time, in milliseconds; the parts of one search add up to `all`. */
export type OverHttp = ReadonlyMap<OverHttpPart, Distribution>;

type OverHttpPart = (typeof parts)[number];
const parts = [
  'finding and ranking',
  'GraphQL and rows of the page',
  'HTTP in the server',
  'client and network',
  'all',
] as const;

/** What the server says of a request in its `Server-Timing`. */
const timing = z.object({ total: z.coerce.number(), graphql: z.coerce.number(), search: z.coerce.number() });

/** One client, one search at a time. */
export async function timeOverHttp(server: ApiOptions, searches: number, next: () => Question): Promise<OverHttp> {
  let head = '';
  using api = await connectBarely(server, (received) => {
    head = received;
  });
  const searched: (readonly number[])[] = [];
  while (searched.length < searches) {
    const all = await milliseconds(() => searchFor(api, next()));
    const { total, graphql, search } = timingIn(head);
    searched.push([search, graphql - search, total - graphql, all - total, all]);
  }
  const ofPart = (index: number) => distribution(searched.map((spent) => spent[index] ?? Number.NaN));
  return new Map(parts.map((part, index) => [part, ofPart(index)]));
}

function timingIn(head: string): z.output<typeof timing> {
  const [, header = ''] = /\r\nserver-timing: ([^\r]*)/i.exec(head) ?? [];
  return timing.parse(
    Object.fromEntries([...header.matchAll(/(\w+);dur=([\d.]+)/g)].map(([, part, ms]) => [part, ms])),
  );
}

import { setTimeout } from 'node:timers/promises';
import { z } from 'zod';
import type { Api } from '../support/api.ts';

const addAll = /* GraphQL */ `
  mutation ($input: AddMemoriesInput!) {
    addMemories(input: $input) { ... on AddMemoriesPayload { created } ... on Error { message } }
  }`;
const added = z.object({ addMemories: z.object({ created: z.number() }) });

/** Produces the events of the collection: distinct memories of a few hundred bytes. */
export class Publisher {
  readonly #api: Api;
  readonly #collectionId: string;
  readonly #name: string;
  #written = 0;

  constructor(api: Api, collectionId: string, name: string) {
    this.#name = name;
    this.#api = api;
    this.#collectionId = collectionId;
  }

  /** Creates this many events at once. */
  async burst(events: number): Promise<void> {
    const memories = Array.from({ length: events }, () => this.#next());
    const { addMemories } = await this.#api.run(
      addAll,
      { input: { collectionId: this.#collectionId, memories } },
      added,
    );
    if (addMemories.created !== events) throw new Error(`${addMemories.created} of ${events} memories were new`);
  }

  /** Creates this many events per second, one at a time. */
  async pace(perSecond: number, seconds: number): Promise<void> {
    const start = performance.now();
    const writing: Promise<void>[] = [];
    for (let sent = 0; sent < perSecond * seconds; sent += 1) {
      await setTimeout(Math.max(0, start + (sent * 1_000) / perSecond - performance.now()));
      writing.push(this.burst(1));
    }
    await Promise.all(writing);
  }

  #next() {
    this.#written += 1;
    return {
      content: `Memory ${this.#written}, ${this.#name}: what somebody said on a day, and what was meant by it.`,
    };
  }
}

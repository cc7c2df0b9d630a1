import { randomInt } from 'node:crypto';
import { mutateBy, type Run } from './mutate.ts';

/** One request of a writer. Contents differ in their words. */
type Operation =
  | { readonly kind: 'add'; readonly content: string }
  | { readonly kind: 'forget' | 'purge'; readonly content: string }
  | { readonly kind: 'supersede'; readonly content: string; readonly by: string };

export type State = ReadonlyMap<string, string>;

function after(state: State, operation: Operation): State {
  const next = new Map(state);
  if (operation.kind === 'add') next.set(operation.content, 'CURRENT');
  if (operation.kind === 'forget') next.set(operation.content, 'FORGOTTEN');
  if (operation.kind === 'purge') next.delete(operation.content);
  if (operation.kind === 'supersede') next.set(operation.content, 'SUPERSEDED').set(operation.by, 'CURRENT');
  return next;
}

/** A client with a collection of its own that runs one operation at a time and knows which were acknowledged. */
export class DrillWriter {
  readonly name: string;
  collectionId = '';
  /** Requested operations. All but the last are acknowledged; the last one is if `acknowledged` equals the length. */
  readonly asked: Operation[] = [];
  acknowledged = 0;
  readonly #run: Run;
  readonly #ids = new Map<string, string>();
  #current: string[] = [];

  constructor(name: string, run: Run) {
    this.name = name;
    this.#run = run;
  }

  async begin(): Promise<void> {
    const { collection } = await mutateBy(this.#run, 'createCollection', { name: this.name }, 'collection { id }');
    this.collectionId = collection.id;
  }

  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) await this.#do(this.#choose());
  }

  /** The state after this many of its operations. */
  stateAfter(count: number): State {
    return this.asked.slice(0, count).reduce(after, new Map<string, string>());
  }

  get purged(): string[] {
    return this.asked.flatMap((one) => (one.kind === 'purge' ? [one.content] : []));
  }

  #choose(): Operation {
    const content = this.#current[randomInt(Math.max(1, this.#current.length))];
    const fresh = `${this.name}n${this.asked.length}x was said`;
    const dice = randomInt(10);
    if (content === undefined || dice < 6) return { kind: 'add', content: fresh };
    if (dice < 7) return { kind: 'forget', content };
    return dice < 9 ? { kind: 'purge', content } : { kind: 'supersede', content, by: fresh };
  }

  async #do(operation: Operation): Promise<void> {
    this.asked.push(operation);
    const { kind, content } = operation;
    const id = this.#ids.get(content);
    if (kind === 'add') {
      const input = { collectionId: this.collectionId, memory: { content } };
      const { memory } = await mutateBy(this.#run, 'addMemory', input, 'memory { id }');
      this.#made(content, memory.id);
    } else if (kind === 'supersede') {
      const input = { id, content: operation.by, reason: 'told' };
      const { memory } = await mutateBy(this.#run, 'supersedeMemory', input, 'memory { id }');
      this.#made(operation.by, memory.id);
    } else {
      const { message } = await mutateBy(this.#run, 'forgetMemory', { id, purge: kind === 'purge' });
      if (message !== undefined) throw new Error(message);
    }
    if (kind !== 'add') this.#current = this.#current.filter((one) => one !== content);
    this.acknowledged = this.asked.length;
  }

  #made(content: string, id: string): void {
    this.#ids.set(content, id);
    this.#current.push(content);
  }
}

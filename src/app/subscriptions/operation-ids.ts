import { jsonObjectOrNull } from '../../platform/json-object.ts';

/** An operation of a socket, from its first message until it is finished. */
interface Begun {
  readonly id: string;
  /** Whether its client has not completed it. */
  isWanted(): boolean;
}

/**
 * The ids of a socket's unfinished operations. graphql-ws identifies an operation by its id alone: one that its client has completed but that is
 * not finished would send its results as those of the next operation with this id, and end that one with itself.
 */
export class OperationIds {
  readonly #underWay = new Map<string, Begun & { readonly done: Promise<void> }>();
  #begun: Begun[] = [];

  /** Notes that the message being handed over begins an operation. */
  begin(operation: Begun): void {
    this.#begun.push(operation);
  }

  /** Hands a message over; resolves when its handling is finished. */
  async during(handOver: () => Promise<void>): Promise<void> {
    const begun: Begun[] = [];
    this.#begun = begun;
    const handled = handOver();
    const done = handled.catch(() => {});
    for (const operation of begun) this.#underWay.set(operation.id, { ...operation, done });
    await done;
    for (const { id } of begun) if (this.#underWay.get(id)?.done === done) this.#underWay.delete(id);
    await handled;
  }

  /** What must finish before a message may be handed over; null: nothing. */
  before(text: string): Promise<void> | null {
    const isFree = this.#underWay.values().every((operation) => operation.isWanted());
    if (isFree) return null;
    const { type, id } = jsonObjectOrNull(text) ?? {};
    const operation = type === 'subscribe' && typeof id === 'string' ? this.#underWay.get(id) : undefined;
    return operation && !operation.isWanted() ? operation.done : null;
  }
}

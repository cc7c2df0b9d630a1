import { jsonObjectOrNull } from '../../platform/json-or-null.ts';

/** An operation of a socket, from the message that begins it until it is done with. */
interface Begun {
  readonly id: string;
  /** Whether its client has not called it done. */
  isWanted(): boolean;
}

/**
 * The ids of a socket's operations that are not done with. graphql-ws knows an operation by its id alone: one that its client has called done,
 * and that has not come to its end, would tell its results as those of the next one with this id, and end that with itself.
 */
export class OperationIds {
  readonly #underWay = new Map<string, Begun & { readonly done: Promise<void> }>();
  #begun: Begun[] = [];

  /** The message that is handed over right now begins an operation. */
  begin(operation: Begun): void {
    this.#begun.push(operation);
  }

  /** Hands a message over, and is done when that is done with. */
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

  /** What has to be done with before a message may be handed over; null: nothing. */
  before(text: string): Promise<void> | null {
    const isFree = this.#underWay.values().every((operation) => operation.isWanted());
    if (isFree) return null;
    const { type, id } = jsonObjectOrNull(text) ?? {};
    const operation = type === 'subscribe' && typeof id === 'string' ? this.#underWay.get(id) : undefined;
    return operation && !operation.isWanted() ? operation.done : null;
  }
}

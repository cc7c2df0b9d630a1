import {
  createSourceEventStream,
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  executeSubscriptionEvent,
  print,
  validateSubscriptionArgs,
} from 'graphql';
import { audienceOf } from '../account/viewer.ts';
import type { Context } from './context.ts';
import { SharedEvent } from './event-stream.ts';

type Validated = Exclude<ReturnType<typeof validateSubscriptionArgs>, readonly unknown[]>;

export interface SubscriptionArgs extends ExecutionArgs {
  readonly contextValue: Context;
}

/** Makes what failed presentable: masks and logs, once for a whole group. */
export interface Finish {
  result(result: ExecutionResult, context: Context): ExecutionResult;
  error(error: unknown, context: Context): Error;
}

/** The result of one event. All subscriptions of a group are handed the same one, so it is written as JSON once. */
export class SharedResult implements ExecutionResult {
  readonly data?: NonNullable<ExecutionResult['data']> | null;
  readonly errors?: NonNullable<ExecutionResult['errors']>;
  /** From where to resume after it; null where its subscription has no cursors. */
  readonly cursor: string | null;
  #json: string | null = null;

  constructor({ data, errors }: ExecutionResult, cursor: string | null) {
    if (data !== undefined) this.data = data;
    if (errors) this.errors = errors;
    this.cursor = cursor;
  }

  get json(): string {
    this.#json ??= JSON.stringify({ data: this.data, errors: this.errors });
    return this.#json;
  }
}

/** Subscriptions that ask for the same and may see the same. */
interface Group {
  members: number;
  readonly results: WeakMap<SharedEvent, Promise<SharedResult>>;
}

/**
 * graphql's `subscribe`, with each event executed once for all subscriptions of equal document, variables, account and
 * scopes, and not once for each. What a subscription yields ends by `return()`, and frees everything then.
 */
export class SharedSubscriptions {
  readonly #finish: Finish;
  readonly #groups = new Map<string, Group>();

  constructor(finish: Finish) {
    this.#finish = finish;
  }

  /** Number of groups in which somebody is subscribed. */
  get groups(): number {
    return this.#groups.size;
  }

  async subscribe(
    args: SubscriptionArgs,
  ): Promise<AsyncIterableIterator<ExecutionResult, undefined> | ExecutionResult> {
    const { contextValue: context } = args;
    const validated = validateSubscriptionArgs(args);
    if (!('operation' in validated)) return this.#finish.result({ errors: validated }, context);
    const source = await createSourceEventStream(validated);
    if (!(Symbol.asyncIterator in source)) return this.#finish.result(source, context);
    const key = keyOf(args);
    const group = this.#groups.get(key) ?? { members: 0, results: new WeakMap() };
    this.#groups.set(key, group);
    group.members += 1;
    const leave = () => {
      group.members -= 1;
      if (group.members === 0) this.#groups.delete(key);
    };
    const execute = (event: unknown) => this.#execute(group, validated, event, context);
    return new ResultStream(source[Symbol.asyncIterator](), {
      execute,
      leave,
      asError: (error) => this.#finish.error(error, context),
    });
  }

  #execute(group: Group, validated: Validated, event: unknown, context: Context): Promise<SharedResult> {
    if (!(event instanceof SharedEvent)) return this.#once(validated, event, context);
    const known = group.results.get(event);
    if (known) return known;
    const result = this.#once(validated, event, event.context);
    group.results.set(event, result);
    return result;
  }

  async #once(validated: Validated, event: unknown, context: Context): Promise<SharedResult> {
    // The request that began it may be over; the others of its group are not.
    const args = { ...validated, rootValue: event, contextValue: context, externalAbortSignal: undefined };
    const result = await executeSubscriptionEvent(args);
    const cursor = event instanceof SharedEvent ? event.value.cursor : null;
    return new SharedResult(this.#finish.result(result, context), cursor);
  }
}

function keyOf({ document, operationName, variableValues, contextValue: { viewer } }: SubscriptionArgs): string {
  return JSON.stringify([sourceOf(document), operationName, variableValues, viewer && audienceOf(viewer)]);
}

const sourceOf = (document: DocumentNode): string => document.loc?.source.body ?? print(document);

interface Handling {
  execute(event: unknown): Promise<SharedResult>;
  leave(): void;
  asError(error: unknown): Error;
}

/** Not a generator: one that waits for its source could not be ended from outside. */
class ResultStream implements AsyncIterableIterator<ExecutionResult, undefined> {
  readonly #source: AsyncIterator<unknown>;
  readonly #handling: Handling;
  #left = false;

  constructor(source: AsyncIterator<unknown>, handling: Handling) {
    this.#source = source;
    this.#handling = handling;
  }

  async next(): Promise<IteratorResult<ExecutionResult, undefined>> {
    try {
      const { value, done } = await this.#source.next();
      if (!done) return { value: await this.#handling.execute(value), done: false };
    } catch (error) {
      await this.return();
      throw this.#handling.asError(error);
    }
    this.#leave();
    return { value: undefined, done: true };
  }

  async return(): Promise<IteratorResult<ExecutionResult, undefined>> {
    this.#leave();
    await this.#source.return?.();
    return { value: undefined, done: true };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #leave(): void {
    if (this.#left) return;
    this.#left = true;
    this.#handling.leave();
  }
}

import {
  createSourceEventStream,
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  print,
  validateSubscriptionArgs,
} from 'graphql';
import { audienceOf } from '../account/viewer.ts';
import { getOrInsert } from '../platform/get-or-insert.ts';
import { andThen, failing, isLater, over, Pulled, pullFrom, type Soon, type Step } from '../platform/streams/soon.ts';
import { workOf } from '../platform/turns/requester.ts';
import type { Context } from './context.ts';
import { EventSelections, type Findings } from './event-selections.ts';
import { SharedEvent } from './event-stream.ts';
import { executeEvent, type ValidatedSubscription } from './execute-event.ts';
import { executeAgain } from './try-again.ts';

interface SubscriptionArgs extends ExecutionArgs {
  readonly contextValue: Context;
}

/** Makes errors presentable: masks and logs them, once for a whole group. */
export interface Finish {
  result(result: ExecutionResult, context: Context): ExecutionResult;
  error(error: unknown, context: Context): Error;
}

/** The result of one event. All subscriptions of a group share it, so it is serialized once. */
export class SharedResult implements ExecutionResult {
  readonly errors?: NonNullable<ExecutionResult['errors']>;
  /** Cursor to resume after this event; null if the subscription has no cursors. */
  readonly cursor: string | null;
  #data: ExecutionResult['data'] | undefined;
  #json: string | null;
  #bytes: Buffer | null = null;

  /** From a result, or from the JSON of one without errors. */
  constructor(result: ExecutionResult | string, cursor: string | null) {
    this.cursor = cursor;
    this.#json = typeof result === 'string' ? result : null;
    if (typeof result === 'string') return;
    this.#data = result.data;
    if (result.errors) this.errors = result.errors;
  }

  get data(): NonNullable<ExecutionResult['data']> | null {
    if (this.#data === undefined) this.#data = JSON.parse(this.json).data;
    return this.#data ?? null;
  }

  get json(): string {
    this.#json ??= JSON.stringify({ data: this.#data, errors: this.errors });
    return this.#json;
  }

  /** The JSON as UTF-8. */
  get bytes(): Buffer {
    this.#bytes ??= Buffer.from(this.json);
    return this.#bytes;
  }
}

/** Subscriptions with the same document and variables whose viewers may see the same. */
interface Group {
  members: number;
  readonly selections: EventSelections;
  readonly results: WeakMap<SharedEvent, Soon<SharedResult>>;
}

/**
 * graphql's `subscribe`, but each event is executed once for all subscriptions with equal document, variables, account and
 * scopes, instead of once for each. Iterators that it returns end by `return()`, which frees everything.
 */
export class SharedSubscriptions {
  readonly #finish: Finish;
  readonly #groups = new Map<string, Group>();
  readonly #findings = new WeakMap<SharedEvent, Findings>();
  #executions = 0;

  constructor(finish: Finish) {
    this.#finish = finish;
  }

  /** Number of groups with subscriptions. */
  get groups(): number {
    return this.#groups.size;
  }

  /** Number of executions of events. */
  get executions(): number {
    return this.#executions;
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
    const group = getOrInsert(this.#groups, key, () => newGroup(validated));
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

  #execute(group: Group, validated: ValidatedSubscription, event: unknown, context: Context): Soon<SharedResult> {
    if (!(event instanceof SharedEvent)) {
      return andThen(this.#once(validated, event, context), (result) => new SharedResult(result, null));
    }
    const known = group.results.get(event);
    if (known) return known;
    const result = this.#written(group, event) ?? this.#executed(group, validated, event);
    if (group.members === 1) return result;
    group.results.set(event, result);
    // If it fails, everybody who asked meanwhile gets the error.
    if (isLater(result)) result.then((done) => group.results.set(event, done)).catch(() => {});
    return result;
  }

  #written({ selections }: Group, event: SharedEvent): SharedResult | null {
    const findings = this.#findings.get(event);
    const json = findings && selections.write(event.value.typeName, findings);
    return json ? new SharedResult(json, event.value.cursor) : null;
  }

  #executed({ selections }: Group, validated: ValidatedSubscription, event: SharedEvent): Soon<SharedResult> {
    return andThen(this.#once(validated, event, event.context), (result) => {
      const findings = getOrInsert(this.#findings, event, () => new Map());
      selections.learn(event.value.typeName, result, findings);
      return new SharedResult(result, event.value.cursor);
    });
  }

  #once(validated: ValidatedSubscription, event: unknown, context: Context): Soon<ExecutionResult> {
    this.#executions += 1;
    // The request that began it may be over, but others of its group are not.
    const args = { ...validated, rootValue: event, externalAbortSignal: undefined };
    // A loader caches its failures: each further attempt gets fresh loaders.
    const attempt = (number: number) =>
      executeEvent({ ...args, contextValue: number === 0 ? context : context.renew() });
    const work = () => executeAgain(attempt);
    const { viewer } = context;
    const executed = viewer ? workOf(viewer.accountId, work) : work();
    return andThen(executed, (result) => this.#finish.result(result, context));
  }
}

const newGroup = (validated: ValidatedSubscription): Group => ({
  members: 0,
  selections: new EventSelections(validated),
  results: new WeakMap(),
});

function keyOf({ document, operationName, variableValues, contextValue: { viewer } }: SubscriptionArgs): string {
  return JSON.stringify([sourceOf(document), operationName, variableValues, viewer && audienceOf(viewer)]);
}

const sourceOf = (document: DocumentNode): string => document.loc?.source.body ?? print(document);

interface Handling {
  execute(event: unknown): Soon<SharedResult>;
  leave(): void;
  asError(error: unknown): Error;
}

/** Not a generator: one that waits for its source could not be ended from outside. */
class ResultStream extends Pulled<ExecutionResult> {
  readonly #source: AsyncIterator<unknown, undefined>;
  readonly #handling: Handling;
  #left = false;

  constructor(source: AsyncIterator<unknown, undefined>, handling: Handling) {
    super();
    this.#source = source;
    this.#handling = handling;
  }

  pull(): Soon<Step<ExecutionResult>> {
    return failing(
      () => andThen(pullFrom(this.#source), (step) => this.#result(step)),
      (error) => {
        this.#leave();
        // The client gets the error of the source; that it cannot be ended either adds nothing.
        this.#source.return?.().catch(() => {});
        throw this.#handling.asError(error);
      },
    );
  }

  async return(): Promise<Step<ExecutionResult>> {
    this.#leave();
    await this.#source.return?.();
    return over;
  }

  #result({ value, done }: Step<unknown>): Soon<Step<ExecutionResult>> {
    if (!done) return andThen(this.#handling.execute(value), (result) => ({ value: result, done: false }));
    this.#leave();
    return over;
  }

  #leave(): void {
    if (this.#left) return;
    this.#left = true;
    this.#handling.leave();
  }
}

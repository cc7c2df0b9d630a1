import { parse } from 'graphql';
import { expect } from 'vitest';
import type { Viewer } from '../../src/account/viewer.ts';
import type { SharedSubscriptions } from '../../src/graphql/shared-subscriptions.ts';
import { type Api, schema } from './execute.ts';

// biome-ignore lint/suspicious/noExplicitAny: tests read into events freely and compare what they find
type Told = any;

/** A subscription without a transport. */
export interface Following {
  /** Returns the next event, or null at the end. Throws if the subscription ends with an error. */
  next(): Promise<Told | null>;
  /** The next result as the transport receives it. */
  nextResult(): Promise<unknown>;
  take(count: number): Promise<Told[]>;
  /** Returns all further events, up to the end. */
  rest(): Promise<Told[]>;
  /** Ends the subscription. */
  return(): Promise<unknown>;
}

interface Subscribing extends Pick<Api, 'contextOf'> {
  readonly subscriptions: Pick<SharedSubscriptions, 'subscribe'>;
}

/** Subscribes as a viewer. Throws the error with which the server refuses a subscription. */
export async function follow(
  { subscriptions, contextOf }: Subscribing,
  viewer: Viewer | null,
  source: string,
  variableValues: Record<string, unknown> = {},
): Promise<Following> {
  const document = parse(source);
  const stream = await subscriptions.subscribe({ schema, document, variableValues, contextValue: contextOf(viewer) });
  if (!(Symbol.asyncIterator in stream)) throw stream.errors?.[0] ?? new Error('No stream, and no error either');
  const next = async (): Promise<Told | null> => {
    const { value, done } = await stream.next();
    if (done) return null;
    if (value.errors) throw value.errors[0];
    return Object.values(JSON.parse(JSON.stringify(value.data)))[0];
  };
  const rest = async (): Promise<Told[]> => {
    const told: Told[] = [];
    for (let event = await next(); event !== null; event = await next()) told.push(event);
    return told;
  };
  return {
    next,
    rest,
    nextResult: async () => (await stream.next()).value,
    take: async (count) => {
      const taken: Told[] = [];
      while (taken.length < count) taken.push(await next());
      return taken;
    },
    return: () => Promise.resolve(stream.return?.()),
  };
}

/** The text of the last attempt of an agent run, given its events. Its pieces must be contiguous. */
export function textOf(told: readonly Told[]): string {
  let [last, text] = [0, ''];
  for (const { __typename, attempt, offset, text: piece } of told) {
    if (__typename !== 'AgentTokens') continue;
    if (attempt !== last) [last, text] = [attempt, ''];
    expect(offset).toBe(text.length);
    text += piece;
  }
  return text;
}

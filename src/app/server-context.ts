import type { ServerResponse } from 'node:http';
import type { AnswerSize } from '../graphql/answer-size.ts';
import type { RequestTimes } from '../platform/request-times.ts';
import type { AnswerScope } from './answers/kept-answer.ts';

/** What is known of an HTTP request before it is parsed; shared by plugins. */
export interface ServerContext {
  requestId?: string;
  times?: RequestTimes;
  /** Present if the request came over a network connection. */
  res?: ServerResponse;
  /** Whether the request is a batch. */
  batched?: boolean;
  /** Characters of the body; for an operation on a socket, of its message. */
  bodyLength?: number;
  /** Whether it was refused before it was parsed. */
  refused?: boolean;
  /** What the answer cache was asked for, before anything was read. */
  asked?: { readonly scope: AnswerScope; readonly operation: string };
  /** The operation's key in the answer cache, and whether that had it. */
  answer?: { readonly operation: string; readonly outcome: 'hit' | 'miss' };
  /** Size of its answer's text so far; not for a subscription, whose events are each an answer. */
  size?: AnswerSize;
  /** Total cost of a batch's operations so far, and size of their answers. */
  spent?: { cost: number; readonly size: AnswerSize };
}

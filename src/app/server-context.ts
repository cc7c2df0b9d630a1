import type { ServerResponse } from 'node:http';
import type { AnswerSize } from '../graphql/answer-size.ts';
import type { RequestTimes } from '../platform/request-times.ts';

/** What is known of an HTTP request before anything of it is read; plugins share it. */
export interface ServerContext {
  requestId?: string;
  times?: RequestTimes;
  /** Where a socket is behind the request. */
  res?: ServerResponse;
  /** Several operations came in it. */
  batched?: boolean;
  /** How many characters its body has; of an operation on a socket its message. */
  bodyLength?: number;
  /** It was refused before anything of it was read. */
  refused?: boolean;
  /** What a cache did for the operation. */
  answer?: { readonly operation: string; readonly outcome: 'hit' | 'miss' };
  /** How much text its answer holds so far; not of a subscription, whose events each are an answer. */
  size?: AnswerSize;
  /** What the operations of a batch have cost so far, and the same of their answers. */
  spent?: { cost: number; readonly size: AnswerSize };
}

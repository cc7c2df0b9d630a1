import type { AnsweredRequest } from '../operations/answered-request.ts';
import type { Metrics } from '../operations/prometheus.ts';
import type { RequestTimes } from '../platform/request-times.ts';

/**
 * Called for each operation that was answered, or begins to be: with its name, null if nobody was signed in; its duration; whether it
 * had errors. Returns the name under which it is counted.
 */
export type OnOperation = (operation: string | null, milliseconds: number, failed: boolean) => string;

/** Called for each request when its answer is about to be sent. */
export type OnAnswer = (times: RequestTimes, request: Pick<AnsweredRequest, 'route' | 'status' | 'requestId'>) => void;

/** A request as published for tracing. */
export interface TracedRequest extends AnsweredRequest {
  readonly times: RequestTimes;
}

export type RenderMetrics = () => Promise<Metrics>;

/** Callbacks by which a server reports its requests, and its metrics for Prometheus. */
export interface Observed {
  readonly onOperation: OnOperation;
  readonly onAnswer: OnAnswer;
  /** Called with the code of each error in an answer. */
  readonly onError: (code: string) => void;
  readonly metrics: RenderMetrics;
}

/** For a server without metrics. */
export const unobserved: Observed = {
  onOperation: (operation) => operation ?? 'other',
  onAnswer: () => {},
  onError: () => {},
  metrics: async () => ({ text: '', contentType: 'text/plain' }),
};

import type { AnsweredRequest } from '../operations/answered-request.ts';
import type { Metrics } from '../operations/prometheus.ts';
import type { RequestTimes } from '../platform/request-times.ts';

/**
 * Told of each operation that was answered, or begins to be: its name, null where nobody had signed in for it; how long it took; whether it
 * had errors. Answers the name that it is counted by.
 */
export type OnOperation = (operation: string | null, milliseconds: number, failed: boolean) => string;

/** Told of each request when its answer is about to go out. */
export type OnAnswer = (times: RequestTimes, request: Pick<AnsweredRequest, 'route' | 'status' | 'requestId'>) => void;

/** What is told to those who trace. */
export interface TracedRequest extends AnsweredRequest {
  readonly times: RequestTimes;
}

export type RenderMetrics = () => Promise<Metrics>;

/** What a server tells of its requests, and to Prometheus. */
export interface Observed {
  readonly onOperation: OnOperation;
  readonly onAnswer: OnAnswer;
  /** Told the code of each error that is answered. */
  readonly onError: (code: string) => void;
  readonly metrics: RenderMetrics;
}

/** For a server whose operations nobody measures. */
export const unobserved: Observed = {
  onOperation: (operation) => operation ?? 'other',
  onAnswer: () => {},
  onError: () => {},
  metrics: async () => ({ text: '', contentType: 'text/plain' }),
};

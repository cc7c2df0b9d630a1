import type { Logger } from 'pino';
import type { AnsweredRequest } from '../operations/answered-request.ts';
import type { OperationTimes } from '../operations/operation-times.ts';
import { type Metrics, PrometheusMetrics, type Readings } from '../operations/prometheus.ts';
import type { SlowRequests } from '../operations/slow-requests.ts';
import type { SystemService } from '../operations/system.service.ts';
import { answeredRequests, type RequestTimes } from '../platform/request-times.ts';

/**
 * Called for each operation that was answered, or begins to be: with its name, null if nobody was signed in; its duration; whether it
 * had errors. Returns the name under which it is counted.
 */
type OnOperation = (operation: string | null, milliseconds: number, failed: boolean) => string;

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

/** Counts each request once, for `system.metrics` and for Prometheus, and logs slow ones; at the level `debug` all. */
export function observe(
  system: SystemService,
  times: OperationTimes,
  logSlow: SlowRequests,
  log: Pick<Logger, 'debug' | 'isLevelEnabled'>,
): Observed & { readonly readings: () => Promise<Readings> } {
  const health = async () => (await system.health()).checks;
  const prometheus = new PrometheusMetrics({ ...system.metrics, health });
  const onOperation: OnOperation = (operation, milliseconds, failed) => {
    const name = times.record(operation, milliseconds, failed);
    prometheus.operation(name, milliseconds, failed);
    return name;
  };
  const onAnswer: OnAnswer = (times, request) => {
    const { milliseconds, parts, operations } = times;
    const answered = { ...request, operations, milliseconds, parts };
    prometheus.request(answered, logSlow(answered));
    if (log.isLevelEnabled('debug')) {
      log.debug({ ...request, operations, ms: Math.round(milliseconds), errors: [...times.errors] }, 'request');
    }
    if (answeredRequests.hasSubscribers) answeredRequests.publish({ ...answered, times } satisfies TracedRequest);
  };
  return {
    onOperation,
    onAnswer,
    onError: (code) => prometheus.error(code),
    metrics: () => prometheus.render(),
    readings: () => prometheus.readings(),
  };
}

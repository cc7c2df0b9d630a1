import type { OperationTimes } from '../operations/operation-times.ts';
import { PrometheusMetrics, type Readings } from '../operations/prometheus.ts';
import type { SlowRequests } from '../operations/slow-requests.ts';
import type { SystemService } from '../operations/system.service.ts';
import { answeredRequests } from '../platform/request-times.ts';
import type { Observed, OnAnswer, OnOperation, TracedRequest } from './observed.ts';

/** Counts each request once, for `system.metrics` and for Prometheus, and logs slow ones. */
export function observe(
  system: SystemService,
  times: OperationTimes,
  logSlow: SlowRequests,
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

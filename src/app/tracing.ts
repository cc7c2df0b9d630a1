import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Context, Tracer } from '@opentelemetry/api';
import { failureCodes } from '../operations/answered-request.ts';
import { answeredRequests } from '../platform/request-times.ts';
import type { TracedRequest } from './observed.ts';

const packages = ['api', 'exporter-trace-otlp-http', 'resources', 'sdk-trace-base'].map(
  (name) => `@opentelemetry/${name}`,
);

/**
 * Sends each answered request to an OpenTelemetry collector, by OTLP over HTTP, configured by the environment
 * (OTEL_EXPORTER_OTLP_ENDPOINT …): a span, with one inside for each part. An ordinary start loads none of its packages. Returns a
 * function that sends the rest and ends it.
 */
export async function startTracing(): Promise<() => Promise<void>> {
  const { api, exporter, resources, sdk } = await load();
  const provider = new sdk.BasicTracerProvider({
    resource: resources
      .defaultResource()
      .merge(resources.resourceFromAttributes({ 'service.name': 'mnemograph' }))
      .merge(resources.detectResources({ detectors: [resources.envDetector] })),
    spanProcessors: [new sdk.BatchSpanProcessor(new exporter.OTLPTraceExporter())],
  });
  const tracer = provider.getTracer('mnemograph');
  const onRequest = (message: unknown) => {
    if (isTraced(message)) trace(api, tracer, message);
  };
  subscribe(answeredRequests.name, onRequest);
  return async () => {
    unsubscribe(answeredRequests.name, onRequest);
    await provider.shutdown();
  };
}

async function load() {
  try {
    const [api, exporter, resources, sdk] = await Promise.all([
      import('@opentelemetry/api'),
      import('@opentelemetry/exporter-trace-otlp-http'),
      import('@opentelemetry/resources'),
      import('@opentelemetry/sdk-trace-base'),
    ]);
    return { api, exporter, resources, sdk };
  } catch (error) {
    throw new Error(`Tracing takes packages that are not installed (${packages.join(', ')}): npm ci --include=dev`, {
      cause: error,
    });
  }
}

type Api = typeof import('@opentelemetry/api');

function trace(api: Api, tracer: Tracer, { route, status, requestId, operations, times }: TracedRequest): void {
  const endedAt = epoch(times.startedAt + times.milliseconds);
  const attributes = {
    'http.route': `/${route}`,
    'mnemograph.operations': operations.join(' '),
    ...(status !== null && { 'http.response.status_code': status }),
    ...(requestId !== undefined && { 'mnemograph.request_id': requestId }),
    ...(times.errors.size > 0 && { 'mnemograph.errors': [...times.errors].join(' ') }),
  };
  const name = operations[0] ?? `/${route}`;
  const options = { startTime: epoch(times.startedAt), kind: api.SpanKind.SERVER, attributes };
  const span = tracer.startSpan(name, options, callersContext(api, times.traceparent));
  const inside = api.trace.setSpan(api.ROOT_CONTEXT, span);
  for (const { part, ...span } of times.spans) {
    // A part that was abandoned, or is not waited for, ends with the request.
    const partEnded = span.endedAt === null ? endedAt : epoch(span.endedAt);
    tracer.startSpan(part, { startTime: epoch(span.startedAt) }, inside).end(partEnded);
  }
  const failed = (status !== null && status >= 500) || failureCodes.some((code) => times.errors.has(code));
  if (failed) span.setStatus({ code: api.SpanStatusCode.ERROR });
  span.end(endedAt);
}

/** Returns the caller's context from a W3C `traceparent`; anything else begins a new trace. */
function callersContext(api: Api, traceparent: string | null): Context {
  const [, traceId, spanId, flags] = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/.exec(traceparent ?? '') ?? [];
  if (!traceId || !spanId || !flags) return api.ROOT_CONTEXT;
  const parent = { traceId, spanId, traceFlags: Number.parseInt(flags, 16), isRemote: true };
  return api.trace.setSpanContext(api.ROOT_CONTEXT, parent);
}

const epoch = (moment: number): number => performance.timeOrigin + moment;

const isTraced = (message: unknown): message is TracedRequest =>
  typeof message === 'object' && message !== null && 'times' in message;

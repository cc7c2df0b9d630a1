import type { GraphQLSchema } from 'graphql';
import { createYoga, type GraphiQLOptions } from 'graphql-yoga';
import type { Logger } from 'pino';
import type { Context } from '../graphql/context.ts';
import type { AnswerCache } from './answers/answer-cache.ts';
import { type Lasting, lastingFields, rootTtls } from './answers/lasting-fields.ts';
import type { ErrorMask } from './error-mask.ts';
import { HeldDocuments } from './held-documents.ts';
import { probesOf, type Readiness } from './http/probes.ts';
import type { Charges } from './limits/charges.ts';
import { OperationCosts } from './limits/operation-costs.ts';
import { QUERY_LIMITS } from './limits/query-limits.ts';
import type { Observed } from './observed.ts';
import { type PersistedOperations, usePersistedOperations } from './persisted-operations.ts';
import { useAcceptedTypes } from './plugins/use-accepted-types.ts';
import { useAnswerCache } from './plugins/use-answer-cache.ts';
import { useAnswerHeaders } from './plugins/use-answer-headers.ts';
import { useBriefScopes } from './plugins/use-brief-scopes.ts';
import { useCompression } from './plugins/use-compression.ts';
import { useDefer } from './plugins/use-defer.ts';
import { useDocumentLimits } from './plugins/use-document-limits.ts';
import { useEventStream } from './plugins/use-event-stream.ts';
import { useLiveSubscriptions } from './plugins/use-live-subscriptions.ts';
import { useMaskedErrors } from './plugins/use-masked-errors.ts';
import { useOperationTimes } from './plugins/use-operation-times.ts';
import { usePaths } from './plugins/use-paths.ts';
import { useQueryCost } from './plugins/use-query-cost.ts';
import { useRateLimit } from './plugins/use-rate-limit.ts';
import { useReadAnew } from './plugins/use-read-anew.ts';
import { useReadableRequest } from './plugins/use-readable-request.ts';
import { useRequestTimes, useTimingHeaders } from './plugins/use-request-times.ts';
import { useRequester } from './plugins/use-requester.ts';
import { useResumption } from './plugins/use-resumption.ts';
import { useSchemaAnswers } from './plugins/use-schema-answers.ts';
import { type InSnapshot, useSnapshot } from './plugins/use-snapshot.ts';
import { useTimeout } from './plugins/use-timeout.ts';
import { type Authenticate, type ContextParts, contextFactory, type Identify, identifyBy } from './request-context.ts';
import type { ServerContext } from './server-context.ts';
import type { LiveSubscriptions } from './subscriptions/live-subscriptions.ts';

/** Parts shared by the fast path and by Yoga. */
export interface HttpParts {
  readonly maxBodyBytes: number;
  /** Whether long answers are compressed for clients that accept it. */
  readonly compressed: boolean;
  readonly persisted: PersistedOperations;
  readonly mask: ErrorMask;
  readonly observed: Observed;
  /** Null: each operation is executed. */
  readonly answers: AnswerCache | null;
  /** Null: requests are not counted. */
  readonly charges: Charges | null;
}

export interface YogaParts extends Omit<ContextParts, 'identify'>, HttpParts {
  readonly authenticate: Authenticate;
  /** With `@defer`. */
  readonly schema: GraphQLSchema;
  readonly readiness: Readiness;
  readonly graphiql: GraphiQLOptions;
  readonly subscriptions: LiveSubscriptions;
  /** Omitted: queries for the cursor of a stream are executed like any others. */
  readonly inSnapshot?: InSnapshot;
  /** What may be answered from the cache, if there is one; omitted: the product's own lists. */
  readonly lasting?: Lasting;
  /** How long an operation may take; omitted: forever. */
  readonly timeoutMs?: number;
  readonly log: Logger;
}

export type GraphQLServer = ReturnType<typeof createGraphQLServer>;

/** Creates the GraphQL server as a fetch handler: GraphQL on `/graphql`, and the probes. */
export function createGraphQLServer(parts: YogaParts) {
  const identify = parts.answers?.identify ?? identifyBy(parts.authenticate);
  const documents = new HeldDocuments();
  return createYoga<ServerContext, Context>({
    schema: parts.schema,
    context: contextFactory({ ...parts, identify }),
    // A plugin of ours serves it.
    graphiql: false,
    landingPage: false,
    // A plugin of ours, with a readable answer, replaces it; Yoga's cannot be switched off.
    healthCheckEndpoint: '/health/',
    multipart: false,
    batching: { limit: QUERY_LIMITS.operations },
    // A plugin of ours answers before it leaves the rest unread.
    maxRequestBodySize: false,
    parserAndValidationCache: documents,
    cors: false,
    logging: false,
    maskedErrors: false,
    plugins: [...aroundRequests(parts), documents.onlyValid(), ...aroundOperations(parts, identify)],
  });
}

/** Plugins for HTTP only. The hot path does itself what it needs of them. */
const aroundRequests = ({ readiness, observed, maxBodyBytes, compressed, graphiql, log }: YogaParts) => [
  useRequestTimes(),
  useAnswerHeaders(),
  useAcceptedTypes(),
  ...(compressed ? [useCompression()] : []),
  useTimingHeaders(observed.onAnswer),
  usePaths(probesOf({ readiness, metrics: observed.metrics, log }), graphiql),
  useReadableRequest(maxBodyBytes),
];

/** Plugins for every operation, whatever the transport. */
function aroundOperations(parts: YogaParts, identify: Identify) {
  const {
    observed,
    persisted,
    subscriptions,
    charges,
    inSnapshot,
    timeoutMs,
    mask,
    answers,
    schema,
    services,
    lasting = { roots: rootTtls, fields: lastingFields },
  } = parts;
  const costs = new OperationCosts();
  return [
    useOperationTimes(observed),
    ...(timeoutMs ? [useTimeout(timeoutMs)] : []),
    useQueryCost(costs),
    ...(charges ? [useRateLimit(charges, identify, costs)] : []),
    usePersistedOperations(persisted),
    useDocumentLimits(),
    useSchemaAnswers(),
    ...(answers ? [useAnswerCache({ answers, costs, schema, lasting })] : []),
    useDefer(),
    useReadAnew(),
    ...(inSnapshot ? [useSnapshot(inSnapshot, services.search)] : []),
    useRequester(services.turns, costs),
    useBriefScopes(),
    // Before the event stream, which sends the result that it finds.
    useMaskedErrors(mask),
    useEventStream(subscriptions),
    useResumption(),
    useLiveSubscriptions({ live: subscriptions, mask, turns: services.turns }),
  ];
}

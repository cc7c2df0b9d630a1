import { createServer } from 'node:http';
import { createSchema } from 'graphql-yoga';
import { pino } from 'pino';
import { Authenticator } from '../../src/account/authenticator.ts';
import { RateLimits } from '../../src/account/rate-limits.service.ts';
import { createTokenVerifier } from '../../src/account/token-verifier.ts';
import { AnswerCache } from '../../src/app/answers/answer-cache.ts';
import { answerMemory } from '../../src/app/caches.ts';
import { ErrorMask } from '../../src/app/error-mask.ts';
import { hotPath } from '../../src/app/hot-path/hot-path.ts';
import { Charges } from '../../src/app/limits/charges.ts';
import { observe } from '../../src/app/observed.ts';
import { PersistedOperations } from '../../src/app/persisted-operations.ts';
import { identifyBy } from '../../src/app/request-context.ts';
import { LiveSubscriptions } from '../../src/app/subscriptions/live-subscriptions.ts';
import { createGraphQLServer } from '../../src/app/yoga.ts';
import { deferrable } from '../../src/graphql/deferrable.ts';
import { OperationTimes } from '../../src/operations/operation-times.ts';
import { slowRequests } from '../../src/operations/slow-requests.ts';
import { MemoryEpochs } from '../../src/platform/cache/epochs.ts';
import { MemoryRateCounter } from '../../src/platform/rate-limit/rate-counter.ts';
import { OperationTurns } from '../../src/platform/turns/operation-turns.ts';
import { portOf } from '../../tests/support/port-of.ts';
import { quietSystem } from '../../tests/support/quiet-system.ts';
import { usualConfig } from '../../tests/support/usual-config.ts';
import { benchSecret } from '../support/server.ts';
import { memoryFields, resolvers, typeDefs } from './memories.ts';

// The product's complete HTTP stack: tokens, limits, costs, masking. Only the schema differs.
const log = pino({ level: 'warn' });
const unbounded = { FREE: 1e9, STARTER: 1e9, PRO: 1e9 };
const rateLimits = new RateLimits(new MemoryRateCounter(), { perMinute: unbounded, costOfRequest: 1_000 });
const common = {
  maxBodyBytes: 8 * 1024 * 1024,
  compressed: true,
  persisted: new PersistedOperations({ persisted: 'automatic', listed: {} }),
  mask: new ErrorMask(log),
  observed: observe(quietSystem, new OperationTimes(), slowRequests(500, log), log),
  charges: new Charges(rateLimits),
};
const authenticator = new Authenticator({
  verifyToken: createTokenVerifier(
    { secrets: [{ kid: null, secret: benchSecret }], audience: null, issuer: null },
    null,
  ),
  apiKeys: { byHash: async () => null, noteUse: async () => {} },
  log,
});
const identify = identifyBy((authorization) => authenticator.authenticate(authorization));
const answers = new AnswerCache({
  epochs: new MemoryEpochs(),
  memory: answerMemory(50_000_000),
  shared: null,
  identify,
  recalls: { record: () => {} },
  charges: common.charges,
  observed: common.observed,
});
const http = { ...common, answers: process.argv[2] === 'cached' ? answers : null };
const lasting = { roots: { 'Query.memories': 60_000 }, fields: { Memory: memoryFields } };
const yoga = createGraphQLServer({
  schema: deferrable(createSchema({ typeDefs, resolvers })),
  authenticate: (authorization) => authenticator.authenticate(authorization),
  lasting,
  services: Object.assign(Object.create(null), { turns: new OperationTurns() }),
  subscriptions: new LiveSubscriptions(usualConfig.limits.subscriptions),
  readiness: async () => ({}),
  graphiql: {},
  ...http,
  log,
});
const server = createServer(process.argv[2] === 'long' ? yoga : hotPath({ yoga, ...http }));
server.listen(0, '127.0.0.1', () => process.send?.({ port: portOf(server) }));

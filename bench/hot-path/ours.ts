import { createServer } from 'node:http';
import { createSchema } from 'graphql-yoga';
import { pino } from 'pino';
import { Authenticator } from '../../src/account/authenticator.ts';
import { RateLimits } from '../../src/account/rate-limits.service.ts';
import { createTokenVerifier } from '../../src/account/token-verifier.ts';
import { ErrorMask } from '../../src/app/error-mask.ts';
import { hotPath } from '../../src/app/hot-path/hot-path.ts';
import { observe } from '../../src/app/observe.ts';
import { PersistedOperations } from '../../src/app/persisted-operations.ts';
import { RateHeaders } from '../../src/app/rate-headers.ts';
import { LiveSubscriptions } from '../../src/app/subscriptions/live-subscriptions.ts';
import { createGraphQLServer } from '../../src/app/yoga.ts';
import { OperationTimes } from '../../src/operations/operation-times.ts';
import { slowRequests } from '../../src/operations/slow-requests.ts';
import { MemoryRateCounter } from '../../src/platform/rate-limit/rate-counter.ts';
import { quietSystem } from '../../tests/support/quiet-system.ts';
import { memories, rootValue, typeDefs } from './memories.ts';
import { tellPort } from './tell-port.ts';
import { secret } from './token.ts';

// All of the product's HTTP: tokens, limits, costs, masking. Only the schema is another.
const log = pino({ level: 'warn' });
const http = {
  maxBodyBytes: 8 * 1024 * 1024,
  compressed: true,
  persisted: new PersistedOperations({ persisted: 'automatic', listed: {} }),
  mask: new ErrorMask(log),
  observed: observe(quietSystem, new OperationTimes(), slowRequests(500, log)),
  rateHeaders: new RateHeaders(),
};
const authenticator = new Authenticator({
  verifyToken: createTokenVerifier({ secrets: [{ kid: null, secret }], audience: null, issuer: null }, null),
  apiKeys: { byHash: async () => null, noteUse: async () => {} },
  log,
});
const unbounded = { FREE: 1e9, STARTER: 1e9, PRO: 1e9 };
const yoga = createGraphQLServer({
  schema: createSchema({ typeDefs, resolvers: { Query: { memories: () => memories, greeting: rootValue.greeting } } }),
  authenticate: (authorization) => authenticator.authenticate(authorization),
  rateLimits: new RateLimits(new MemoryRateCounter(), { perMinute: unbounded, costOfRequest: 1_000 }),
  services: Object.create(null),
  createLoaders: () => Object.create(null),
  subscriptions: new LiveSubscriptions({ perViewer: 50, staleMs: 600_000, sweepMs: 60_000, stalledMs: 30_000 }),
  readiness: async () => ({}),
  graphiql: {},
  ...http,
  log,
});
const server = createServer(process.argv[2] === 'short' ? hotPath({ yoga, ...http }) : yoga);
server.listen(0, '127.0.0.1', () => tellPort(server.address()));
process.on('SIGINT', () => process.exit());

import { pino } from 'pino';
import { ErrorMask } from '../../src/app/error-mask.ts';
import { createGraphQLServer, type YogaParts } from '../../src/app/yoga.ts';
import { deferrable } from '../../src/graphql/deferrable.ts';
import { type Api, schema } from './execute.ts';
import { httpParts } from './http-parts.ts';
import { liveSubscriptions } from './live-subscriptions.ts';

/** The GraphQL server over an API, with the parts that matter to a test. */
export function graphqlServer({ services }: Api, given: Pick<YogaParts, 'authenticate'> & Partial<YogaParts>) {
  const log = pino({ level: 'silent' });
  return createGraphQLServer({
    ...httpParts(),
    schema: deferrable(schema),
    services,
    mask: new ErrorMask(log),
    subscriptions: given.subscriptions ?? liveSubscriptions(),
    readiness: async () => ({}),
    graphiql: {},
    log,
    ...given,
  });
}

import { pino } from 'pino';
import { AuthenticationError } from '../../../src/account/account.errors.ts';
import { ErrorMask } from '../../../src/app/error-mask.ts';
import { createGraphQLServer, type YogaParts } from '../../../src/app/yoga.ts';
import { deferrable } from '../../../src/graphql/deferrable.ts';
import { httpParts } from '../../support/http-parts.ts';
import { liveSubscriptions } from '../../support/live-subscriptions.ts';
import { noServices, schema, writer } from './execute-notes.ts';

/** A note server that knows the tokens `ada` and `expired`, and the lines that it logged. */
export function noteServer(overrides: Partial<YogaParts> = {}) {
  const logged: Record<string, unknown>[] = [];
  const log = pino({ level: 'debug' }, { write: (line: string) => logged.push(JSON.parse(line)) });
  const mask = new ErrorMask(log);
  const http = { ...httpParts(), mask, ...overrides };
  const yoga = createGraphQLServer({
    schema: deferrable(schema),
    authenticate: async (authorization) => {
      if (authorization === 'Bearer expired') throw new AuthenticationError('The token expired');
      return authorization === 'Bearer ada' ? writer : null;
    },
    services: noServices,
    log,
    subscriptions: overrides.subscriptions ?? liveSubscriptions(),
    readiness: async () => ({ database: true }),
    graphiql: { title: 'Notes' },
    ...http,
  });
  return { yoga, mask, log, logged, http };
}

type NoteServer = ReturnType<typeof noteServer>;

/** Sends one operation, or any other body, as a JSON POST. */
export async function post({ yoga }: NoteServer, body: unknown, headers: Record<string, string> = {}) {
  const response = await yoga.fetch('http://server/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer ada', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: text ? JSON.parse(text) : null };
}

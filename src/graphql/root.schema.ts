import { builder } from './builder.ts';

builder.queryType({
  description:
    'Read operations. They need a token with the scope `read`, unless a field says otherwise. Arguments that are not allowed are the error BAD_USER_INPUT.',
  authScopes: { read: true },
});

builder.mutationType({
  description:
    'Write operations. They need a token with the scope `write`, unless a field says otherwise. Expected failures are data: each mutation returns a union of its payload and its errors. A mutation is null only if the request itself failed; `errors` says why.',
  authScopes: { write: true },
});

builder.subscriptionType({
  description:
    'Live events. They need a token with the scope `read`, unless a field says otherwise. A subscription ends with an error if its subject is deleted (GONE), its credential expires or is revoked (UNAUTHENTICATED), or its buffer overflows under the policy CLOSE (SUBSCRIBER_TOO_SLOW).',
  authScopes: { read: true },
});

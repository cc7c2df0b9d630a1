import { builder } from './builder.ts';

builder.queryType({
  description: 'Everything that can be read. Needs a token with the scope `read`, where a field asks for no other.',
  authScopes: { read: true },
});

builder.mutationType({
  description:
    'Everything that can be changed. Needs a token with the scope `write`, where a field asks for no other. Expected failures are data: each mutation answers a union of its payload and its errors.',
  authScopes: { write: true },
});

builder.subscriptionType({
  description:
    'Everything that is told as it happens. Needs a token with the scope `read`. A subscription ends with an error where its subject is deleted (GONE), its credential ends (UNAUTHENTICATED), or its buffer may not overflow and does (SUBSCRIBER_TOO_SLOW).',
  authScopes: { read: true },
});

import { builder, viewerOf } from '../graphql/builder.ts';
import { mutation } from '../graphql/mutation.ts';
import { defineNode, NodeInterface } from '../graphql/node.schema.ts';
import { requireNodeId } from '../graphql/node-id.ts';
import { NotFoundError, ValidationError } from '../platform/errors.ts';
import { maxApiKeys } from './api-key.service.ts';
import type { ApiKey } from './api-key.ts';
import type { RateLimit } from './rate-limits.service.ts';
import { type Viewer, viewerKey } from './viewer.ts';

const PlanEnum = builder.enumType('Plan', {
  description: 'What an account has booked; limits and quotas follow from it.',
  values: {
    FREE: { description: 'The plan of a token that names none.' },
    STARTER: { description: 'Higher limits than FREE.' },
    PRO: { description: 'The highest limits.' },
  } as const,
});

const ApiKeyRef = builder.objectRef<ApiKey>('ApiKey');
ApiKeyRef.implement({
  description:
    'A credential for programs. It acts as the principal who made it, with their plan and within the collections that their own credential was narrowed to.',
  interfaces: [NodeInterface],
  fields: (t) => ({
    name: t.exposeString('name', { description: 'What people call it.' }),
    prefix: t.exposeString('prefix', { description: 'The beginning of its secret, to tell keys apart.' }),
    scopes: t.stringList({
      description: 'What it may do: `read`, `write`, `admin`. `write` includes `read`, `admin` includes both.',
      resolve: (key) => [...key.scopes],
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was made.' }),
    lastUsedAt: t.expose('lastUsedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was used last, to about a minute; null: never.',
    }),
    expiresAt: t.expose('expiresAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it stops to work; null: when it is revoked.',
    }),
  }),
});
defineNode(ApiKeyRef, {
  load: (id, context) => context.services.apiKeys.byId(viewerOf(context), id),
  isUntold: true,
});

const RateLimitRef = builder.objectRef<RateLimit>('RateLimit').implement({
  description:
    'What the account has left of the requests that its plan allows in a minute. An operation that may answer much counts as several.',
  fields: (t) => ({
    limit: t.exposeInt('limit', { description: 'Requests in a minute.' }),
    remaining: t.exposeInt('remaining', { description: 'How many of them are left; 0: the next is RATE_LIMITED.' }),
    resetAt: t.expose('resetAt', { type: 'DateTime', description: 'When counting begins anew.' }),
  }),
});

type ViewerNode = Viewer & { readonly id: string };
const viewerNode = (viewer: Viewer): ViewerNode => ({ ...viewer, id: viewerKey(viewer) });

const ViewerRef = builder.objectRef<ViewerNode>('Viewer');
ViewerRef.implement({
  description: 'Who asks: a principal in an account, as the token or API key of the request says.',
  interfaces: [NodeInterface],
  fields: (t) => ({
    account: t.exposeString('accountId', { description: 'The account: the tenant that all data belongs to.' }),
    principal: t.exposeString('principal', { description: 'Who acts. Of an API key: who made it.' }),
    plan: t.expose('plan', { type: PlanEnum, description: 'The plan that limits and quotas follow from.' }),
    scopes: t.stringList({
      description: 'What the credential allows: `read`, `write`, `admin`.',
      resolve: (viewer) => [...viewer.scopes],
    }),
    rateLimit: t.field({
      type: RateLimitRef,
      description: 'How many requests the account may still make in this minute, this one counted.',
      resolve: (viewer, _args, { services }) => services.rateLimits.left(viewer),
    }),
    apiKeys: t.field({
      type: [ApiKeyRef],
      description: `The API keys that the viewer made, newest first; with the scope \`admin\` all of the account. Where their credential is narrowed to collections, only keys that reach no further. Revoked ones are left out; there are at most ${maxApiKeys}.`,
      complexity: { field: 1, multiplier: maxApiKeys },
      resolve: (_viewer, _args, context) => context.services.apiKeys.list(viewerOf(context)),
    }),
  }),
});
defineNode(ViewerRef, {
  accepts: () => true,
  load: async (key, context) => {
    const viewer = viewerNode(viewerOf(context));
    return viewer.id === key ? viewer : null;
  },
});

builder.queryField('viewer', (t) =>
  t.field({
    type: ViewerRef,
    description: 'Who asks.',
    resolve: (_root, _args, context) => viewerNode(viewerOf(context)),
  }),
);

mutation('createApiKey', {
  description: `Makes an API key for the viewer, which can do at most what the viewer can. Its secret is shown this once. An account has ${maxApiKeys} at most.`,
  input: builder.inputType('CreateApiKeyInput', {
    description: 'The new API key.',
    fields: (t) => ({
      name: t.string({
        required: true,
        description: 'What people call it: 1 to 100 characters; white space around them is left out.',
      }),
      scopes: t.stringList({
        required: true,
        description: 'At least one of `read`, `write`, `admin`, and none that the viewer does not have.',
      }),
      expiresAt: t.field({
        type: 'DateTime',
        description: 'When it stops to work, in the future; by default it works until it is revoked.',
      }),
    }),
  }),
  payload: builder.objectRef<{ apiKey: ApiKey; secret: string }>('CreateApiKeyPayload').implement({
    description: 'The new API key with its secret.',
    fields: (t) => ({
      apiKey: t.expose('apiKey', { type: ApiKeyRef, description: 'The key, as it is listed from now on.' }),
      secret: t.exposeString('secret', {
        description: 'What to send as `Authorization: Bearer <secret>`. The server keeps only its hash.',
      }),
    }),
  }),
  errors: [NotFoundError, ValidationError],
  resolve: (input, context) => context.services.apiKeys.create(viewerOf(context), input),
});

mutation('revokeApiKey', {
  description: 'Ends an API key at once and for good: one of those that `Viewer.apiKeys` shows.',
  input: builder.inputType('RevokeApiKeyInput', {
    description: 'The API key to end.',
    fields: (t) => ({ id: t.id({ required: true, description: 'Id of an ApiKey.' }) }),
  }),
  payload: builder.objectRef<{ revokedId: string }>('RevokeApiKeyPayload').implement({
    description: 'What was ended.',
    fields: (t) => ({ revokedId: t.exposeID('revokedId', { description: 'The id that the key had.' }) }),
  }),
  errors: [NotFoundError, ValidationError],
  resolve: async ({ id }, context) => {
    await context.services.apiKeys.revoke(viewerOf(context), requireNodeId('ApiKey', id));
    return { revokedId: id };
  },
});

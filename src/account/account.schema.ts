import { builder, viewerOf } from '../graphql/builder.ts';
import { mutation } from '../graphql/mutation.ts';
import { defineNode, NodeInterface } from '../graphql/node.schema.ts';
import { encodeNodeId, requireNodeId } from '../graphql/node-id.ts';
import { NotFoundError, ValidationError } from '../platform/errors.ts';
import { maxApiKeys } from './api-key.service.ts';
import type { ApiKey } from './api-key.ts';
import type { RateLimit } from './rate-limits.service.ts';
import { mostCollections, type Viewer, viewerKey } from './viewer.ts';

const PlanEnum = builder.enumType('Plan', {
  description: 'The plan of an account. Rate limits and quotas depend on it.',
  values: {
    FREE: { description: 'The plan of a token without the claim `plan`.' },
    STARTER: { description: 'Higher limits than FREE.' },
    PRO: { description: 'The highest limits.' },
  } as const,
});

/** As much as ten fields: a key lists up to a thousand ids. */
const collectionIdsCost = 10;

const ApiKeyRef = builder.objectRef<ApiKey>('ApiKey');
ApiKeyRef.implement({
  description:
    'A credential for a program. It acts as the principal who made it, with that principal’s plan, and reaches only the collections that it was made for, or else those that the credential it was made with could reach.',
  interfaces: [NodeInterface],
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Display name.' }),
    prefix: t.exposeString('prefix', { description: 'The first characters of its secret, to tell keys apart.' }),
    principal: t.exposeString('principal', { description: 'Name of the principal who made it, as whom it acts.' }),
    scopes: t.stringList({
      description: 'What it may do: `read`, `write` or `admin`. `write` includes `read`, and `admin` includes both.',
      resolve: (key) => [...key.scopes],
    }),
    collectionIds: t.idList({
      nullable: true,
      description:
        'Ids of the Collections that it reaches, with all below them; `Query.nodes` shows those that still exist. Null: it reaches the whole account.',
      complexity: { field: collectionIdsCost },
      resolve: ({ collectionIds }) => collectionIds?.map((id) => encodeNodeId('Collection', id)) ?? null,
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was created.' }),
    lastUsedAt: t.expose('lastUsedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was last used, to within about a minute; null if it never was.',
    }),
    expiresAt: t.expose('expiresAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it expires; null if it works until it is revoked.',
    }),
  }),
});
defineNode(ApiKeyRef, {
  load: (id, context) => context.services.apiKeys.byId(viewerOf(context), id),
  isUntold: true,
});

const RateLimitRef = builder.objectRef<RateLimit>('RateLimit').implement({
  description:
    'The account’s request limit for the current minute. An operation that costs more than `RATE_LIMIT_COST` (1,000 by default) counts as several requests.',
  fields: (t) => ({
    limit: t.exposeInt('limit', { description: 'Number of requests that the plan allows per minute.' }),
    remaining: t.exposeInt('remaining', {
      description:
        'Number of requests left in this minute. An operation that counts as more than are left gets the error RATE_LIMITED; at 0, every one does.',
    }),
    resetAt: t.expose('resetAt', {
      type: 'DateTime',
      description: 'When the next minute begins and the full limit is available again.',
    }),
  }),
});

type ViewerNode = Viewer & { readonly id: string };
const viewerNode = (viewer: Viewer): ViewerNode => ({ ...viewer, id: viewerKey(viewer) });

export const ViewerRef = builder.objectRef<ViewerNode>('Viewer');
ViewerRef.implement({
  description: 'The principal and account that the token or API key of this request stands for.',
  interfaces: [NodeInterface],
  fields: (t) => ({
    account: t.exposeString('accountId', {
      description: 'Name of the account. An account is a tenant: all data belongs to one.',
    }),
    principal: t.exposeString('principal', {
      description: 'Name of the acting principal; for an API key, the principal who made it.',
    }),
    plan: t.expose('plan', {
      type: PlanEnum,
      description: 'The plan of the token or API key. Rate limits and quotas depend on it.',
    }),
    scopes: t.stringList({
      description:
        'What the credential may do: `read`, `write` or `admin`. `write` includes `read`, and `admin` includes both.',
      resolve: (viewer) => [...viewer.scopes],
    }),
    rateLimit: t.field({
      type: RateLimitRef,
      description: 'The request limit of the account, after this request was counted.',
      resolve: (viewer, _args, { services }) => services.rateLimits.left(viewer),
    }),
    apiKeys: t.field({
      type: [ApiKeyRef],
      description: `The API keys that the viewer made, newest first, expired ones last; with the scope \`admin\`, all keys of the account. A credential that is limited to some collections sees only keys that reach no further. Revoked keys are left out. At most ${maxApiKeys}.`,
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
    description: 'The principal and account of this request.',
    resolve: (_root, _args, context) => viewerNode(viewerOf(context)),
  }),
);

mutation('createApiKey', {
  description: `Creates an API key for the viewer. It can do at most what the viewer can. Its secret is returned only this once. An account has at most ${maxApiKeys} keys that have not expired: one more is a ValidationError.`,
  input: builder.inputType('CreateApiKeyInput', {
    description: 'The new API key.',
    fields: (t) => ({
      name: t.string({
        required: true,
        description: 'Display name, 1 to 100 characters; surrounding white space is removed.',
      }),
      scopes: t.stringList({
        required: true,
        description: 'At least one of `read`, `write` and `admin`, and none that the viewer does not have.',
      }),
      collectionIds: t.idList({
        description: `Ids of the Collections that it reaches, with all below them: 1 to ${mostCollections} that the viewer can see. Omitted or null: what the viewer reaches.`,
      }),
      expiresAt: t.field({
        type: 'DateTime',
        description:
          'When it expires; must be in the future. Omitted: it works until it is revoked. With an API key that expires, give a time that is no later than that key’s own.',
      }),
    }),
  }),
  payload: builder.objectRef<{ apiKey: ApiKey; secret: string }>('CreateApiKeyPayload').implement({
    description: 'The new API key with its secret.',
    fields: (t) => ({
      apiKey: t.expose('apiKey', {
        type: ApiKeyRef,
        description: 'The new key, as `Viewer.apiKeys` lists it from now on.',
      }),
      secret: t.exposeString('secret', {
        description:
          'The secret: send it as `Authorization: Bearer <secret>`. The server keeps only its hash and cannot show it again.',
      }),
    }),
  }),
  errors: [NotFoundError, ValidationError],
  resolve: ({ collectionIds, ...input }, context) =>
    context.services.apiKeys.create(viewerOf(context), {
      ...input,
      collectionIds: collectionIds?.map((id) => requireNodeId('Collection', id)),
    }),
});

mutation('revokeApiKey', {
  description:
    'Revokes an API key at once and for good. It must be one that `Viewer.apiKeys` shows. Agent runs that were asked with it are cancelled.',
  input: builder.inputType('RevokeApiKeyInput', {
    description: 'The API key to revoke.',
    fields: (t) => ({ id: t.id({ required: true, description: 'Id of an ApiKey.' }) }),
  }),
  payload: builder.objectRef<{ revokedId: string }>('RevokeApiKeyPayload').implement({
    description: 'The revoked key.',
    fields: (t) => ({ revokedId: t.exposeID('revokedId', { description: 'The id that the key had.' }) }),
  }),
  errors: [NotFoundError, ValidationError],
  resolve: async ({ id }, context) => {
    await context.services.apiKeys.revoke(viewerOf(context), requireNodeId('ApiKey', id));
    return { revokedId: id };
  },
});

import { ViewerRef } from '../account/account.schema.ts';
import type { Quota } from '../account/quota.ts';
import type { Viewer } from '../account/viewer.ts';
import { builder } from '../graphql/builder.ts';
import { work } from '../graphql/work.ts';

const QuotaRef = builder.objectRef<Quota>('Quota').implement({
  description: 'How many of one kind the account has, and how many its plan allows.',
  fields: (t) => ({
    used: t.exposeInt('used', { description: 'Number that the account has.' }),
    limit: t.exposeInt('limit', {
      nullable: true,
      description: 'Number that the plan allows; null: any number.',
    }),
  }),
});

const QuotasRef = builder.objectRef<Viewer>('Quotas').implement({
  description: 'What the plan allows the account to have. One more is a QuotaExceededError.',
  fields: (t) => ({
    memories: t.field({
      type: QuotaRef,
      description: 'CURRENT memories, in all collections.',
      complexity: work.count,
      resolve: (viewer, _args, { services }) => services.memories.quota(viewer),
    }),
    collections: t.field({
      type: QuotaRef,
      description: 'Collections, at all levels.',
      complexity: work.count,
      resolve: (viewer, _args, { services }) => services.collections.quota(viewer),
    }),
  }),
});

builder.objectField(ViewerRef, 'quotas', (t) =>
  t.field({
    type: QuotasRef,
    nullable: true,
    description:
      'How much of what the plan allows the account has used. Null for a credential that is limited to some collections: it does not learn how many others there are.',
    resolve: (viewer) => (viewer.collectionIds === null ? viewer : null),
  }),
);

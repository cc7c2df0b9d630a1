import SchemaBuilder from '@pothos/core';
import ComplexityPlugin from '@pothos/plugin-complexity';
import ScopeAuthPlugin from '@pothos/plugin-scope-auth';
import { operates, type Scope, type Viewer } from '../account/viewer.ts';
import type { JsonObject } from '../platform/json-object.ts';
import { BOUND_ANSWERS } from './bound-answers.ts';
import type { Context } from './context.ts';
import { REJECT_INVALID_VALUES } from './reject-invalid-values.ts';
import { missingScope, unauthorized } from './request-errors.ts';

interface SchemaTypes {
  Context: Context;
  DefaultFieldNullability: false;
  AuthScopes: Record<Scope, boolean>;
  Scalars: {
    ID: { Input: string; Output: string };
    DateTime: { Input: Date; Output: Date };
    JSON: { Input: JsonObject; Output: JsonObject };
  };
}

/** The builder's type parameters, for helpers that take refs. */
export type BuilderTypes = PothosSchemaTypes.ExtendDefaultTypes<SchemaTypes>;

/** Every type of the schema is built on this builder; this file defines none. */
export const builder = new SchemaBuilder<SchemaTypes>({
  plugins: [ScopeAuthPlugin, ComplexityPlugin, REJECT_INVALID_VALUES, BOUND_ANSWERS],
  defaultFieldNullability: false,
  scopeAuth: {
    authScopes: ({ viewer }) => ({
      read: viewer?.scopes.has('read') ?? false,
      write: viewer?.scopes.has('write') ?? false,
      admin: viewer !== null && operates(viewer),
    }),
    // Before the subscription begins; expiring credentials are checked at each event (app/subscriptions).
    authorizeOnSubscribe: true,
    unauthorizedError: (_parent, context, _info, { failure }) => unauthorized(context, missingScope(failure)),
  },
  // The limits are enforced once per request, before anything runs (app/plugins/use-document-limits.ts, use-query-cost.ts).
  complexity: { defaultComplexity: 1, defaultListMultiplier: 10 },
});

/** Options of a field that needs the scope `admin`, and no other. Credentials limited to collections do not operate the server. */
export const ADMIN_ONLY = { authScopes: { admin: true }, skipTypeScopes: true } as const;

/** What is said of such a field. */
export const needsOperator =
  'Needs the scope `admin`, and credentials that are not limited to some collections (error FORBIDDEN).';

/** Returns the viewer; every field of Query and Mutation has one, since its scopes were checked before. */
export function viewerOf(context: Context): Viewer {
  if (!context.viewer) throw unauthorized(context, 'read');
  return context.viewer;
}

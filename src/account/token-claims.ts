import { z } from 'zod';
import { AuthenticationError } from './account.errors.ts';
import { grantedScopes, mostCollections, plans, type Viewer } from './viewer.ts';

const ofLength = 'a text of 1 to 200 characters';
const name = z
  .string(ofLength)
  .refine((text) => text.length > 0 && text.length <= 200, ofLength)
  .refine((text) => text.isWellFormed() && !text.includes('\0'), 'a text without NUL and half surrogate pairs');

/** Global id of a collection, as its `id` field returns it: base64url of `Collection:uuid`. */
const collectionId = z.string('the ids of collections').transform((id, context) => {
  const [, uuid] = /^Collection:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(fromBase64url(id)) ?? [];
  if (uuid !== undefined) return uuid;
  context.addIssue('the ids of collections');
  return z.NEVER;
});

const onePlan = `one of ${plans.join(', ')}`;
const planName = z
  .string(onePlan)
  .transform((text) => text.toUpperCase())
  .pipe(z.enum(plans, onePlan));

const listOrAbsent = 'a list of the ids of collections, or no such claim for the whole account';

/** Claims beyond those that the JWT standard itself checks. Messages complete "…, expected". */
const claims = z.object({
  type: z.literal('access', '"access"'),
  exp: z.number(),
  sub: name,
  account: name.nullish(),
  plan: planName.nullish(),
  scope: z.string('scopes separated by spaces').nullish(),
  // Not null: an issuer whose list is missing by mistake must not grant the whole account.
  collections: z.array(collectionId, listOrAbsent).max(mostCollections, 'at most 1,000').optional(),
});

/** Tolerated clock skew of the token issuer. */
export const clockToleranceSeconds = 30;

/** The latest instant that a Date can represent. An issuer of tokens without expiry uses a number beyond it. */
const latest = 8.64e15;

/** Returns the viewer of a payload whose signature and times were verified. Throws AuthenticationError. */
export function viewerFromClaims(payload: Readonly<Record<string, unknown>>): Viewer {
  const { data, error } = claims.safeParse(payload);
  if (!data) throw new AuthenticationError(problem(payload, error.issues[0]));
  return {
    accountId: data.account ?? data.sub,
    principal: data.sub,
    actorKind: 'USER',
    plan: data.plan ?? 'FREE',
    scopes: grantedScopes((data.scope ?? 'read write').split(' ')),
    collectionIds: data.collections ? new Set(data.collections) : null,
    expiresAt: new Date(Math.min((data.exp + clockToleranceSeconds) * 1000, latest)),
  };
}

function problem(payload: Readonly<Record<string, unknown>>, issue: z.core.$ZodIssue | undefined): string {
  const claim = String(issue?.path[0]);
  const verb = payload[claim] === undefined ? 'lacks the claim' : 'has a wrong claim';
  return `The token ${verb} "${claim}", expected ${issue?.message}`;
}

function fromBase64url(text: string): string {
  const decoded = Buffer.from(text, 'base64url').toString();
  return Buffer.from(decoded).toString('base64url') === text ? decoded : '';
}

import { z } from 'zod';
import { ValidationError } from './errors.ts';

/** A character that somebody can see: fonts draw nothing for the others, such as a zero-width space. */
const visible = /[^\s\p{Default_Ignorable_Code_Point}]/u;

/** Text that Postgres and every JSON reader can represent: no NUL, no lone surrogate. Its maximum length is in characters; an emoji counts as one. */
export const text = (bounds: { min?: 1; max: number }): z.ZodString =>
  z
    .string()
    .max(bounds.max, `is longer than ${bounds.max} characters`)
    .refine((value) => value.isWellFormed(), 'has a lone surrogate: send well-formed Unicode')
    .refine((value) => !value.includes('\u0000'), 'has a NUL character (U+0000): remove it')
    .refine((value) => !bounds.min || visible.test(value), 'is empty: give it some text');

/** The key with which a client can safely repeat a mutation, within `keyHours`. */
export const idempotencyKey = text({ min: 1, max: 200 });
export const keyHours = 24;

/** The application's own key of an object, unique among objects of its kind. */
export const ownKey = text({ min: 1, max: 200 });

/** Database keys of at most so many collections. */
export const collectionKeysUpTo = (most: number) =>
  z.array(z.string()).max(most, `has more than ${most} ids: name a collection that they lie below`);

const notNull = 'cannot be null: give it a value, or leave it out';

/** Parses a mutation's input. Throws a ValidationError that lists the problems by path. */
export function parseInput<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const parsed = schema.safeParse(input, { error: ({ input: given }) => (given === null ? notNull : undefined) });
  if (parsed.success) return parsed.data;
  throw new ValidationError(issuesOf(parsed.error));
}

/** The input of a schema as callers give it, before it is parsed: what may be omitted may also be null. */
export type Given<Schema extends z.ZodType> = {
  readonly [Field in keyof z.input<Schema>]:
    | z.input<Schema>[Field]
    | (undefined extends z.input<Schema>[Field] ? null : never);
};

/** Maximum issues per input: a list may contain 200,000 problems, and the response would be several times as long. */
const mostIssues = 20;

/** Converts the first issues of zod into those of a ValidationError. */
export const issuesOf = (error: z.ZodError): ValidationError['issues'] =>
  error.issues.slice(0, mostIssues).map((issue) => ({ path: issue.path.map(String), message: issue.message }));

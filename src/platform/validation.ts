import { z } from 'zod';
import { ValidationError } from './errors.ts';

/** Text that Postgres and every JSON reader can hold: no NUL, no lone surrogate; its length in characters, an emoji being one. */
export const text = (bounds: { min?: number; max: number }): z.ZodString =>
  z
    .string()
    .max(bounds.max, `is longer than ${bounds.max} characters`)
    .refine((value) => value.isWellFormed(), 'has a lone surrogate: send well-formed Unicode')
    .refine((value) => !value.includes('\u0000'), 'has a NUL character (U+0000): remove it')
    .refine((value) => value.trim().length >= (bounds.min ?? 0), 'is empty: give it some text');

/** The key by which a client repeats a mutation safely; it counts for 24 hours. */
export const idempotencyKey = text({ min: 1, max: 200 });

/** The application's own key of something, by which that is told from others like it. */
export const ownKey = text({ min: 1, max: 200 });

const notNull = 'cannot be null: give it a value, or leave it out';

/** Parses a mutation's input, or throws one ValidationError with what is wrong, by path. */
export function parseInput<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const parsed = schema.safeParse(input, { error: ({ input: given }) => (given === null ? notNull : undefined) });
  if (parsed.success) return parsed.data;
  throw new ValidationError(issuesOf(parsed.error));
}

/** What is told of one input: a list may hold 200,000 things that are wrong, and the answer would be several times as long. */
const mostIssues = 20;

/** What zod found first, as the issues of a ValidationError. */
export const issuesOf = (error: z.ZodError): ValidationError['issues'] =>
  error.issues.slice(0, mostIssues).map((issue) => ({ path: issue.path.map(String), message: issue.message }));

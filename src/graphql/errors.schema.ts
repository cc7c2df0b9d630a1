import type { ObjectRef } from '@pothos/core';
import type { Issue } from '../platform/errors.ts';
import { ConflictError, NotFoundError, QuotaExceededError, ValidationError } from '../platform/errors.ts';
import type { BuilderTypes } from './builder.ts';
import { builder } from './builder.ts';
import { loadNode, NodeInterface } from './node.schema.ts';
import { encodeNodeId } from './node-id.ts';

export type ExpectedError = NotFoundError | ValidationError | ConflictError | QuotaExceededError;
export type ExpectedErrorClass =
  | typeof NotFoundError
  | typeof ValidationError
  | typeof ConflictError
  | typeof QuotaExceededError;

/** An expected error as a value of a union. GraphQL would take a bare Error, returned or thrown, for a failed field. */
export class Failure<Reason extends ExpectedError = ExpectedError> {
  readonly error: Reason;

  constructor(error: Reason) {
    this.error = error;
  }
}

const ErrorInterface = builder.interfaceRef<Failure>('Error').implement({
  description: 'An expected failure of a mutation. What concerns the request as a whole is a GraphQL error instead.',
  fields: (t) => ({
    message: t.string({
      description: 'What went wrong, for people; may change.',
      resolve: ({ error }) => error.message,
    }),
    code: t.string({
      description:
        'What went wrong, for programs: `VALIDATION_FAILED`, `NOT_FOUND`, `CONFLICT` or `QUOTA_EXCEEDED`; more may be added.',
      resolve: ({ error }) => error.code,
    }),
  }),
});

const ConflictReasonEnum = builder.enumType('ConflictReason', {
  description: 'What a write conflicts with.',
  values: {
    REVISION: { description: '`expectedRevision` is not the current revision.' },
    RUN_IN_PROGRESS: { description: 'Another run is active on the same subject.' },
    IDEMPOTENCY_KEY_REUSED: { description: 'The idempotency key was used before with another input.' },
    STATE: { description: 'The subject is in a state that does not allow this.' },
  } as const,
});

const ValidationIssueRef = builder.objectRef<Issue>('ValidationIssue').implement({
  description: 'One value of the input that has to be changed.',
  fields: (t) => ({
    path: t.stringList({
      description:
        'Where the value stands, from `input` on; indices of lists as text: `["input", "memories", "3", "content"]`.',
      resolve: (issue) => ['input', ...issue.path],
    }),
    message: t.exposeString('message', { description: 'What is wrong with it and what is allowed.' }),
  }),
});

const NotFoundErrorRef = builder.objectRef<Failure<NotFoundError>>('NotFoundError').implement({
  description:
    'Nothing that the viewer may see has this id: it is malformed, of another type, of another account, or gone.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    missingId: t.id({
      description: 'The id that was not found: a global id, or what was given in place of one.',
      resolve: ({ error: { missing } }) =>
        typeof missing === 'string' ? missing : encodeNodeId(missing.type, missing.id),
    }),
  }),
});

const ValidationErrorRef = builder.objectRef<Failure<ValidationError>>('ValidationError').implement({
  description: 'Values of the input cannot be used. Nothing was written.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    issues: t.field({
      type: [ValidationIssueRef],
      description:
        'All that is wrong, not only the first; of more than 20 things the first 20. Values that are no DateTime or JSON at all come alone, before the others are looked at.',
      complexity: { field: 1, multiplier: 3 },
      resolve: ({ error }) => error.issues,
    }),
  }),
});

const ConflictErrorRef = builder.objectRef<Failure<ConflictError>>('ConflictError').implement({
  description: 'The subject is not in the state that the request expected. Nothing was written.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    reason: t.field({
      type: ConflictReasonEnum,
      description: 'What it conflicts with.',
      resolve: ({ error }) => error.reason,
    }),
    currentRevision: t.int({
      nullable: true,
      description: 'The revision that stands now, where the subject has one.',
      resolve: ({ error }) => error.currentRevision,
    }),
    current: t.field({
      type: NodeInterface,
      nullable: true,
      description: 'What the request conflicts with, as it stands now.',
      resolve: ({ error: { current } }, _args, context) => current && loadNode(current, context),
    }),
  }),
});

const QuotaExceededErrorRef = builder.objectRef<Failure<QuotaExceededError>>('QuotaExceededError').implement({
  description: 'The account has used up what its plan allows. Nothing was written.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    limit: t.int({ description: 'What the plan allows.', resolve: ({ error }) => error.limit }),
    used: t.int({ description: 'What is used already.', resolve: ({ error }) => error.used }),
  }),
});

const types = new Map<ExpectedErrorClass, ObjectRef<BuilderTypes, Failure>>([
  [NotFoundError, NotFoundErrorRef],
  [ValidationError, ValidationErrorRef],
  [ConflictError, ConflictErrorRef],
  [QuotaExceededError, QuotaExceededErrorRef],
]);

/** The type of the schema that an error becomes. */
export function errorType(error: ExpectedErrorClass): ObjectRef<BuilderTypes, Failure> {
  const ref = types.get(error);
  if (!ref) throw new Error(`${error.name} has no type in errors.schema.ts`);
  return ref;
}

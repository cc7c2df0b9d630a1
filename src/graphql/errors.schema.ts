import type { ObjectRef } from '@pothos/core';
import {
  ConflictError,
  type ExpectedError,
  type ExpectedErrorClass,
  type Issue,
  NotFoundError,
  QuotaExceededError,
  ValidationError,
} from '../platform/errors.ts';
import { type BuilderTypes, builder } from './builder.ts';
import { loadNode, NodeInterface } from './node.schema.ts';
import { encodeNodeId } from './node-id.ts';

/** An expected error as a value of a union. GraphQL would treat a bare Error, returned or thrown, as a failed field. */
export class Failure<Reason extends ExpectedError = ExpectedError> {
  readonly error: Reason;

  constructor(error: Reason) {
    this.error = error;
  }
}

const ErrorInterface = builder.interfaceRef<Failure>('Error').implement({
  description:
    'An expected failure of a mutation, returned as data. Problems with the request as a whole are in `errors` instead.',
  fields: (t) => ({
    message: t.string({
      description: 'What went wrong, for people. The wording may change.',
      resolve: ({ error }) => error.message,
    }),
    code: t.string({
      description:
        'What went wrong, for programs: `VALIDATION_FAILED`, `NOT_FOUND`, `CONFLICT` or `QUOTA_EXCEEDED`. Codes may be added.',
      resolve: ({ error }) => error.code,
    }),
  }),
});

const ConflictReasonEnum = builder.enumType('ConflictReason', {
  description: 'Why a write conflicts.',
  values: {
    REVISION: { description: '`expectedRevision` is not the current revision: read the memory again.' },
    RUN_IN_PROGRESS: {
      description: 'Another run is active in the same conversation or collection; `current` is that run.',
    },
    IDEMPOTENCY_KEY_REUSED: { description: 'The idempotency key was used before with different input.' },
    STATE: { description: 'The current state does not allow the change; `message` says what to do.' },
  } as const,
});

const ValidationIssueRef = builder.objectRef<Issue>('ValidationIssue').implement({
  description: 'One value of the input that has to be changed.',
  fields: (t) => ({
    path: t.stringList({
      description:
        'Path of the value, starting with `input`; list indexes are given as text: `["input", "memories", "3", "content"]`.',
      resolve: (issue) => ['input', ...issue.path],
    }),
    message: t.exposeString('message', { description: 'What is wrong with the value, and what is allowed.' }),
  }),
});

const NotFoundErrorRef = builder.objectRef<Failure<NotFoundError>>('NotFoundError').implement({
  description:
    'No object with this id is visible to the viewer: the id is malformed, of another type or another account, or the object is gone.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    missingId: t.id({
      description: 'The id that was not found: a global id, or the text that was given in place of one.',
      resolve: ({ error: { missing } }) =>
        'given' in missing ? missing.given : encodeNodeId(missing.type, missing.id),
    }),
  }),
});

const ValidationErrorRef = builder.objectRef<Failure<ValidationError>>('ValidationError').implement({
  description:
    'Some values of the input are not allowed. Nothing was written; as a result of one memory in `addMemories`, this concerns that memory alone.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    issues: t.field({
      type: [ValidationIssueRef],
      description:
        'All problems, at most the first 20. Values that are no valid DateTime or JSON are reported alone, before the others are checked.',
      complexity: { field: 1, multiplier: 3 },
      resolve: ({ error }) => error.issues,
    }),
  }),
});

const ConflictErrorRef = builder.objectRef<Failure<ConflictError>>('ConflictError').implement({
  description:
    'The current state conflicts with the request. Nothing was written; as a result of one memory in `addMemories`, this concerns that memory alone.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    reason: t.field({
      type: ConflictReasonEnum,
      description: 'Why it conflicts.',
      resolve: ({ error }) => error.reason,
    }),
    currentRevision: t.int({
      nullable: true,
      description:
        'The current revision of the memory that the call names, also if `current` is another one; null if the conflict is not about a change of a memory.',
      resolve: ({ error }) => error.currentRevision,
    }),
    current: t.field({
      type: NodeInterface,
      nullable: true,
      description:
        'What the request conflicts with, in its current state; null if there is no such object, or it is gone or not visible to the viewer.',
      resolve: ({ error: { current } }, _args, context) => current && loadNode(current, context),
    }),
  }),
});

const QuotaExceededErrorRef = builder.objectRef<Failure<QuotaExceededError>>('QuotaExceededError').implement({
  description:
    'The account has used up what its plan allows. Nothing was written; as a result of one memory in `addMemories`, this concerns that memory alone.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    limit: t.int({
      description: 'Number of memories or collections that the plan allows.',
      resolve: ({ error }) => error.limit,
    }),
    used: t.int({ description: 'Number of them that the account has.', resolve: ({ error }) => error.used }),
  }),
});

const types = new Map<ExpectedErrorClass, ObjectRef<BuilderTypes, Failure>>([
  [NotFoundError, NotFoundErrorRef],
  [ValidationError, ValidationErrorRef],
  [ConflictError, ConflictErrorRef],
  [QuotaExceededError, QuotaExceededErrorRef],
]);

/** Returns the schema's type for an error class. */
export function errorType(error: ExpectedErrorClass): ObjectRef<BuilderTypes, Failure> {
  const ref = types.get(error);
  if (!ref) throw new Error(`${error.name} has no type in errors.schema.ts`);
  return ref;
}

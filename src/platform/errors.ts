/** Identifies a domain entity: its type and its key in the database. */
export interface EntityRef {
  readonly type: string;
  readonly id: string;
}

/** A problem with one value of an input. `path` starts below the input: `['memories', '3', 'content']`. */
export interface Issue {
  readonly path: readonly string[];
  readonly message: string;
}

type ConflictReason = 'REVISION' | 'RUN_IN_PROGRESS' | 'IDEMPOTENCY_KEY_REUSED' | 'STATE';

/** What a client wrote in place of the id of an entity of type `wanted`; `type`: the type that it is an id of, if it is one. */
interface WrongId {
  readonly given: string;
  readonly wanted: string;
  readonly type: string | null;
}

/** The entity does not exist, or the viewer may not see it: both look the same from outside. */
export class NotFoundError extends Error {
  override readonly name = 'NotFoundError';
  readonly code = 'NOT_FOUND';
  readonly missing: EntityRef | WrongId;

  constructor(missing: EntityRef | WrongId) {
    const { wanted, type } = 'given' in missing ? missing : { wanted: missing.type, type: missing.type };
    // The type is written in the id itself: this tells nothing about what exists.
    super(
      type === null || type === wanted
        ? `No ${wanted} has this id, or it is not visible to you`
        : `This is an id of the type ${type}, not ${wanted}`,
    );
    this.missing = missing;
  }
}

/** The request asks for more text than may be held in memory for one request. */
export class TooMuchError extends Error {
  override readonly name = 'TooMuchError';
  /** In characters. */
  readonly limit: number;

  constructor(limit: number) {
    super(`This would read more than ${limit} characters of text: ask for less at a time`);
    this.limit = limit;
  }
}

/** Values that the caller must change. Contains all problems, not only the first. */
export class ValidationError extends Error {
  override readonly name = 'ValidationError';
  readonly code = 'VALIDATION_FAILED';
  readonly issues: readonly Issue[];

  constructor(issues: readonly Issue[]) {
    super(issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; '));
    this.issues = issues;
  }

  /** Returns the same error with `path` prepended to its paths: for a caller that knows where the value came from. */
  under(...path: readonly string[]): ValidationError {
    return new ValidationError(this.issues.map((issue) => ({ ...issue, path: [...path, ...issue.path] })));
  }
}

interface Conflict {
  readonly message: string;
  readonly currentRevision?: number | null;
  readonly current?: EntityRef | null;
}

/** The state is not what the request expected. `current` is the entity that it conflicts with. */
export class ConflictError extends Error {
  override readonly name = 'ConflictError';
  readonly code = 'CONFLICT';
  readonly reason: ConflictReason;
  readonly currentRevision: number | null;
  readonly current: EntityRef | null;

  constructor(reason: ConflictReason, conflict: Conflict) {
    super(conflict.message);
    this.reason = reason;
    this.currentRevision = conflict.currentRevision ?? null;
    this.current = conflict.current ?? null;
  }
}

/** The account has reached a limit of its plan. */
export class QuotaExceededError extends Error {
  override readonly name = 'QuotaExceededError';
  readonly code = 'QUOTA_EXCEEDED';
  readonly limit: number;
  readonly used: number;

  constructor(message: string, quota: { readonly limit: number; readonly used: number }) {
    super(message);
    this.limit = quota.limit;
    this.used = quota.used;
  }
}

const expectedErrors = [NotFoundError, ValidationError, ConflictError, QuotaExceededError] as const;
export type ExpectedErrorClass = (typeof expectedErrors)[number];

/** What a caller can mend: mutations return it as data. */
export type ExpectedError = InstanceType<ExpectedErrorClass>;

export const isExpected = (error: unknown): error is ExpectedError =>
  expectedErrors.some((candidate) => error instanceof candidate);

/** A component that the request needs is unavailable; the same request may succeed later. */
export class UnavailableError extends Error {
  override readonly name = 'UnavailableError';
  readonly code = 'UNAVAILABLE';
  readonly retryAfterSeconds: number;

  constructor(message: string, options: { readonly retryAfterSeconds?: number; readonly cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.retryAfterSeconds = options.retryAfterSeconds ?? 1;
  }
}

import { z } from 'zod';

/** Of the file, not of the schema: raised when an older reader could not read it any more. */
export const formatVersion = 1;

/** The first line of a file; docs/adr/0039-export-and-import.md has the whole format. */
export const dataHeader = z.object({
  format: z.literal('mnemograph-data'),
  version: z.int().positive(),
  /** Names of the migrations that its tables have gone through. */
  migrations: z.array(z.string()),
  /** The Postgres that it comes from, for people. */
  postgres: z.string(),
  at: z.iso.datetime(),
  /** In an order that references allow. */
  tables: z.array(z.object({ name: z.string(), columns: z.array(z.string()), rows: z.int().nonnegative() })),
});

export type DataHeader = z.infer<typeof dataHeader>;
export type DataTable = DataHeader['tables'][number];

/** The last line: how many rows there are, and the SHA-256 of all bytes before this line. */
export const dataEnd = z.object({ end: z.object({ rows: z.int(), sha256: z.string() }) });

export type DataErrorCode =
  /** The file is something else. */
  | 'NOT_AN_EXPORT'
  /** Its format is one of a later version. */
  | 'NEWER_FORMAT'
  /** Its tables are those of a later version. */
  | 'NEWER_SCHEMA'
  /** It ends before its last line. */
  | 'CUT_OFF'
  /** Something in it is not as it was written. */
  | 'DAMAGED'
  /** There are rows in the database that it is to go into. */
  | 'NOT_EMPTY'
  /** The database that it is to go into has gone through migrations that the file has not. */
  | 'SCHEMA_AHEAD'
  /** The database to export has no schema. */
  | 'NOTHING_TO_EXPORT';

/** Why data were not exported or imported: nothing was changed. */
export class DataError extends Error {
  override readonly name = 'DataError';
  readonly code: DataErrorCode;

  constructor(code: DataErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
  }
}

/** How far a transfer has come within one table. */
export type OnProgress = (table: string, rows: number, of: number) => void;

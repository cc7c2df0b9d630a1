import { z } from 'zod';

/** Version of the file format, not of the schema: raised when older readers cannot read the file any more. */
export const formatVersion = 1;

/** The first line of a file; docs/adr/0039-export-and-import.md describes the format. */
export const dataHeader = z.object({
  format: z.literal('mnemograph-data'),
  version: z.int().positive(),
  /** Names of the migrations applied to its tables. */
  migrations: z.array(z.string()),
  /** Postgres version of the source, for information. */
  postgres: z.string(),
  at: z.iso.datetime(),
  /** In an order that satisfies foreign keys. */
  tables: z.array(z.object({ name: z.string(), columns: z.array(z.string()), rows: z.int().nonnegative() })),
});

export type DataHeader = z.infer<typeof dataHeader>;
export type DataTable = DataHeader['tables'][number];

/** The last line: the number of rows, and the SHA-256 of all bytes before this line. */
export const dataEnd = z.object({ end: z.object({ rows: z.int(), sha256: z.string() }) });

type DataErrorCode =
  /** The file is not an export. */
  | 'NOT_AN_EXPORT'
  /** Its format is of a later version. */
  | 'NEWER_FORMAT'
  /** Its tables are of a later version. */
  | 'NEWER_SCHEMA'
  /** It ends before its last line. */
  | 'CUT_OFF'
  /** Its content has been altered. */
  | 'DAMAGED'
  /** The target database has rows. */
  | 'NOT_EMPTY'
  /** Migrations were applied to the target database that the file lacks. */
  | 'SCHEMA_AHEAD'
  /** The database to export has no schema. */
  | 'NOTHING_TO_EXPORT';

/** Why nothing was exported or imported: no data was changed. */
export class DataError extends Error {
  override readonly name = 'DataError';
  readonly code: DataErrorCode;

  constructor(code: DataErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
  }
}

/** Reports the progress of a transfer within one table. */
export type OnProgress = (table: string, rows: number, of: number) => void;

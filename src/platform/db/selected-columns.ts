import type { Selectable } from 'kysely';
import type { Tables } from './tables.ts';

/** What is read of a table where these columns are selected, each named with it: `collection.id`. */
export type SelectedColumns<Table extends keyof Tables, Columns extends readonly string[]> = {
  readonly [Column in Columns[number] as NameIn<Table, Column>]: Selectable<Tables[Table]>[NameIn<Table, Column>];
};

type NameIn<Table extends keyof Tables, Column> = Column extends `${Table}.${infer Name}`
  ? Extract<Name, keyof Selectable<Tables[Table]>>
  : never;

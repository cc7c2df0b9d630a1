/** A transaction of Neo4j. Values are parameters always; `Row` is what the query returns, by its names. */
export interface Cypher {
  run<Row extends object>(query: string, parameters: Readonly<Record<string, unknown>>): Promise<Row[]>;
}

/** Work on Neo4j. It may be run again where that is of use. */
export type CypherWork<Result> = (cypher: Cypher) => Promise<Result>;

/** Where transactions are run. Both reject with a Neo4jUnavailableError where Neo4j is away. */
export interface Neo4j {
  read<Result>(work: CypherWork<Result>): Promise<Result>;
  write<Result>(work: CypherWork<Result>): Promise<Result>;
}

/** A Neo4j transaction. Pass values as parameters only; `Row` is the query's result, by the names that it returns. */
export interface Cypher {
  run<Row extends object>(query: string, parameters: Readonly<Record<string, unknown>>): Promise<Row[]>;
}

/** Work in a Neo4j transaction. The driver may retry it. */
export type CypherWork<Result> = (cypher: Cypher) => Promise<Result>;

/** Runs transactions. Both reject with a Neo4jUnavailableError if Neo4j is unavailable. */
export interface Neo4j {
  read<Result>(work: CypherWork<Result>): Promise<Result>;
  write<Result>(work: CypherWork<Result>): Promise<Result>;
}

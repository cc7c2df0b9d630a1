import type { Cypher, Neo4j } from '../../platform/neo4j/cypher.ts';

/**
 * A Neo4j that several installations share: accounts have names there that begin with a prefix of their installation. Every
 * statement on an account's data has that name as its parameter `account`.
 */
export const ofInstallation = (neo4j: Neo4j, prefix: string): Neo4j => ({
  read: (work) => neo4j.read((cypher) => work(prefixed(cypher, prefix))),
  write: (work) => neo4j.write((cypher) => work(prefixed(cypher, prefix))),
});

const prefixed = (cypher: Cypher, prefix: string): Cypher => ({
  run: (query, parameters) => {
    const { account } = parameters;
    return cypher.run(query, typeof account === 'string' ? { ...parameters, account: prefix + account } : parameters);
  },
});

import type { Plugin } from 'graphql-yoga';
import type { PersistedOperations } from '../persisted-operations.ts';

/** Finds the documents that clients name by a hash, and refuses what is not on the list where there is one to keep to. */
export function usePersistedOperations(operations: PersistedOperations): Plugin {
  return {
    onParams({ params, setParams }) {
      setParams(operations.complete(params));
    },
    // Whatever the transport.
    onParse({ params: { source } }) {
      operations.require(typeof source === 'string' ? source : source.body);
    },
  };
}

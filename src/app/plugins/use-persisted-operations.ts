import type { Plugin } from 'graphql-yoga';
import type { PersistedOperations } from '../persisted-operations.ts';

/** Resolves documents that clients name by a hash, and refuses unlisted ones if only listed ones may run. */
export function usePersistedOperations(operations: PersistedOperations): Plugin {
  return {
    onParams({ params, setParams }) {
      setParams(operations.complete(params));
    },
    // For every transport.
    onParse({ params: { source } }) {
      operations.require(typeof source === 'string' ? source : source.body);
    },
  };
}

import { type ExecutionArgs, getOperationAST, getVariableValues, Kind } from 'graphql';
import { SelectionCost } from '../../graphql/selection-cost.ts';
import { getOrInsert } from '../../platform/get-or-insert.ts';

/** An operation about to run; its context is not shared with others. */
type Priced = Pick<ExecutionArgs, 'schema' | 'document' | 'operationName' | 'variableValues'>;

/** Costs of operations by the rules of their fields; each is computed once. */
export class OperationCosts {
  readonly #known = new WeakMap<object, number>();

  /** Throws a GraphQLError if an argument cannot be read: execution would skip that field and answer all others at any cost. */
  of(args: Priced & { readonly contextValue: object }): number {
    return getOrInsert(this.#known, args.contextValue, () => Math.ceil(costOf(args)));
  }
}

/** Returns 0 if there is no such operation; execution reports that. The variables must fit: see `wrongVariables`. */
export function costOf({ schema, document, operationName, variableValues: given }: Priced): number {
  const operation = getOperationAST(document, operationName);
  const type = operation && schema.getRootType(operation.operation);
  if (!type) return 0;
  const fragments = document.definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION);
  const { variableValues, errors } = getVariableValues(schema, operation.variableDefinitions ?? [], given ?? {});
  if (errors) throw errors[0];
  const byName = new Map(fragments.map((fragment) => [fragment.name.value, fragment]));
  return new SelectionCost({ schema, fragments: byName, variableValues }).of(operation.selectionSet, type);
}

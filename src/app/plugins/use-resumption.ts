import {
  type ArgumentNode,
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
  getOperationAST,
  Kind,
  type NamedTypeNode,
  type NameNode,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  type VariableNode,
} from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { getOrInsert } from '../../platform/get-or-insert.ts';

/** The variable for the cursor: a name that no client uses for a variable of its own. */
const variableName = 'mnemograph_lastEventId';

/**
 * When an EventSource reconnects, its header `Last-Event-ID` replaces the argument `after`. It becomes a variable, so that
 * a document needs only one resumed form.
 */
export function useResumption(): Plugin {
  const resumable = new WeakMap<OperationDefinitionNode, DocumentNode>();
  return {
    onSubscribe({ args }) {
      const cursor = args.contextValue.request.headers.get('last-event-id');
      const operation = cursor ? getOperationAST(args.document, args.operationName) : null;
      if (!operation) return;
      const document = getOrInsert(resumable, operation, () => resuming(args.schema, args.document, operation));
      if (document === args.document) return;
      args.document = document;
      args.variableValues = { ...args.variableValues, [variableName]: cursor };
    },
  };
}

/** Returns the document with a variable as the cursor argument of the operation's field; the same document if that takes no cursor. */
function resuming(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode): DocumentNode {
  const root = schema.getSubscriptionType();
  const takesCursor = ({ name }: FieldNode): boolean =>
    root?.getFields()[name.value]?.args.some((argument) => argument.name === 'after') ?? false;
  let isResumed = false;
  const resumed = (node: SelectionNode): SelectionNode => {
    if (node.kind === Kind.INLINE_FRAGMENT) return { ...node, selectionSet: allResumed(node.selectionSet) };
    if (node.kind !== Kind.FIELD || !takesCursor(node)) return node;
    isResumed = true;
    const others = node.arguments?.filter(({ name }) => name.value !== 'after') ?? [];
    return { ...node, arguments: [...others, after] };
  };
  const allResumed = ({ selections, ...set }: SelectionSetNode) => ({ ...set, selections: selections.map(resumed) });
  const definitions = document.definitions.map((node) => {
    if (node === operation) return withVariable(operation, allResumed(operation.selectionSet));
    // A fragment on the root type can be spread only at the root.
    const isOnRoot = node.kind === Kind.FRAGMENT_DEFINITION && node.typeCondition.name.value === root?.name;
    return isOnRoot ? { ...node, selectionSet: allResumed(node.selectionSet) } : node;
  });
  return isResumed ? { ...document, definitions } : document;
}

const withVariable = (
  { variableDefinitions = [], ...operation }: OperationDefinitionNode,
  selectionSet: SelectionSetNode,
): OperationDefinitionNode => ({
  ...operation,
  variableDefinitions: [...variableDefinitions, { kind: Kind.VARIABLE_DEFINITION, variable, type: text }],
  selectionSet,
});

const named = (value: string): NameNode => ({ kind: Kind.NAME, value });
const variable: VariableNode = { kind: Kind.VARIABLE, name: named(variableName) };
const text: NamedTypeNode = { kind: Kind.NAMED_TYPE, name: named('String') };
const after: ArgumentNode = { kind: Kind.ARGUMENT, name: named('after'), value: variable };

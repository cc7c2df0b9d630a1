import {
  type ArgumentNode,
  type DocumentNode,
  type GraphQLSchema,
  getOperationAST,
  Kind,
  type NameNode,
  type OperationDefinitionNode,
  type SelectionNode,
  type VariableDefinitionNode,
  type VariableNode,
  visit,
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
  const fields = root?.getFields() ?? {};
  let isResumed = false;
  const resumed = (node: SelectionNode): SelectionNode => {
    if (node.kind !== Kind.FIELD || !fields[node.name.value]?.args.some(({ name }) => name === 'after')) return node;
    isResumed = true;
    const others = node.arguments?.filter(({ name }) => name.value !== 'after') ?? [];
    return { ...node, arguments: [...others, after] };
  };
  const changed = visit(document, {
    OperationDefinition: {
      enter: (node) => (node === operation ? undefined : false),
      leave: (node) => ({ ...node, variableDefinitions: [...(node.variableDefinitions ?? []), definition] }),
    },
    // A fragment on the root type can be spread only at the root.
    FragmentDefinition: ({ typeCondition }) => (typeCondition.name.value === root?.name ? undefined : false),
    SelectionSet: { leave: (node) => ({ ...node, selections: node.selections.map(resumed) }) },
    Field: () => false,
  });
  return isResumed ? changed : document;
}

const named = (value: string): NameNode => ({ kind: Kind.NAME, value });
const variable: VariableNode = { kind: Kind.VARIABLE, name: named(variableName) };
const definition: VariableDefinitionNode = {
  kind: Kind.VARIABLE_DEFINITION,
  variable,
  type: { kind: Kind.NAMED_TYPE, name: named('String') },
};
const after: ArgumentNode = { kind: Kind.ARGUMENT, name: named('after'), value: variable };

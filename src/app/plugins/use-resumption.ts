import {
  type ArgumentNode,
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
  getOperationAST,
  Kind,
  type OperationDefinitionNode,
  type VariableNode,
} from 'graphql';
import type { Plugin } from 'graphql-yoga';

/** What takes the cursor: a name that no client gives to a variable of its own. */
const variableName = 'mnemograph_lastEventId';

/**
 * What an EventSource that comes back has seen last, in the header `Last-Event-ID`, takes the place of the argument
 * `after`. It becomes a variable: one document stays one, whoever resumes it.
 */
export function useResumption(): Plugin {
  const resumable = new WeakMap<OperationDefinitionNode, DocumentNode>();
  return {
    onSubscribe({ args }) {
      const cursor = args.contextValue.request.headers.get('last-event-id');
      const operation = cursor ? getOperationAST(args.document, args.operationName) : null;
      const field = operation?.selectionSet.selections.find((node) => node.kind === Kind.FIELD);
      if (!operation || !field || !takesCursor(args.schema, field)) return;
      const document = resumable.get(operation) ?? withVariable(args.document, operation, field);
      resumable.set(operation, document);
      args.document = document;
      args.variableValues = { ...args.variableValues, [variableName]: cursor };
    },
  };
}

const takesCursor = (schema: GraphQLSchema, { name }: FieldNode): boolean =>
  schema
    .getSubscriptionType()
    ?.getFields()
    [name.value]?.args.some((argument) => argument.name === 'after') ?? false;

function withVariable(document: DocumentNode, operation: OperationDefinitionNode, field: FieldNode): DocumentNode {
  const named = (value: string) => ({ kind: Kind.NAME, value }) as const;
  const variable: VariableNode = { kind: Kind.VARIABLE, name: named(variableName) };
  const type = { kind: Kind.NAMED_TYPE, name: named('String') } as const;
  const after: ArgumentNode = { kind: Kind.ARGUMENT, name: named('after'), value: variable };
  const others = field.arguments?.filter(({ name }) => name.value !== 'after') ?? [];
  const resumed: OperationDefinitionNode = {
    ...operation,
    variableDefinitions: [...(operation.variableDefinitions ?? []), { kind: Kind.VARIABLE_DEFINITION, variable, type }],
    selectionSet: {
      ...operation.selectionSet,
      selections: operation.selectionSet.selections.map((node) =>
        node === field ? { ...field, arguments: [...others, after] } : node,
      ),
    },
  };
  return { ...document, definitions: document.definitions.map((node) => (node === operation ? resumed : node)) };
}

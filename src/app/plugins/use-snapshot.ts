import {
  type DocumentNode,
  GraphQLDeferDirective,
  getOperationAST,
  type OperationDefinitionNode,
  valueFromASTUntyped,
  visit,
} from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { Context } from '../../graphql/context.ts';
import { getOrInsert } from '../../platform/get-or-insert.ts';
import { isJsonObject } from '../../platform/json-object.ts';
import type { SearchService } from '../../search/search.service.ts';
import { maxQueryLength } from '../../search/search.ts';

/** Runs work whose database reads all see the same instant. */
export type InSnapshot = <T>(work: () => Promise<T>) => Promise<T>;

/**
 * Answers a query for a stream's cursor from one snapshot: what it loads beside the cursor and the events after it neither
 * overlap nor leave a gap. Not so for answers in parts: nobody knows when the client takes them. Endpoints that embed its
 * questions are called beforehand, so that no connection is held meanwhile.
 */
export function useSnapshot(inSnapshot: InSnapshot, search: Pick<SearchService, 'prepare'>): Plugin<Context> {
  const known = new WeakMap<DocumentNode, boolean>();
  const needsOne = (document: DocumentNode) => getOrInsert(known, document, () => asksForCursor(document));
  return {
    onExecute({ args, executeFn, setExecuteFn }) {
      const { document, operationName, variableValues, contextValue } = args;
      const operation = getOperationAST(document, operationName);
      if (operation?.operation !== 'query' || !needsOne(document)) return;
      const mayRead = contextValue.viewer?.scopes.has('read') ?? false;
      const questions = mayRead ? questionsOf(document, operation, variableValues) : [];
      setExecuteFn(async (given) => {
        if (questions.length > 0) await search.prepare(questions);
        return await inSnapshot(async () => executeFn(given));
      });
    },
  };
}

/** Fields that embed a question, and where it stands in their input. */
const questionFields: Readonly<Record<string, string>> = { search: 'query', context: 'message' };
const mostQuestions = 10;

/** Questions of an operation; of the document's other operations nothing is executed, and nothing charged. */
function questionsOf(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>> | null | undefined,
): string[] {
  const questions: string[] = [];
  visit(document, {
    OperationDefinition: (node) => (node === operation ? undefined : false),
    Field: ({ name, arguments: given = [] }) => {
      const inInput = questionFields[name.value];
      const input = given.find((argument) => argument.name.value === 'input');
      if (inInput === undefined || !input || questions.length === mostQuestions) return;
      const value: unknown = valueFromASTUntyped(input.value, variables ?? {});
      if (!isJsonObject(value) || value['mode'] === 'LEXICAL') return;
      const question = value[inInput];
      // Longer ones are refused, or searched in parts.
      if (typeof question === 'string' && question !== '' && question.length <= maxQueryLength)
        questions.push(question);
    },
  });
  return questions;
}

function asksForCursor(document: DocumentNode): boolean {
  const found = { cursor: false, defer: false };
  visit(document, {
    Field: ({ name }) => {
      found.cursor ||= name.value === 'eventsCursor';
    },
    Directive: ({ name }) => {
      found.defer ||= name.value === GraphQLDeferDirective.name;
    },
  });
  return found.cursor && !found.defer;
}

import { type DocumentNode, GraphQLDeferDirective, getOperationAST, valueFromASTUntyped, visit } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { Context } from '../../graphql/context.ts';
import { isJsonObject } from '../../platform/json-object.ts';
import type { SearchService } from '../../search/search.service.ts';
import { maxQueryLength } from '../../search/search.ts';

/** Has all that some work reads from the database read at one instant. */
export type InSnapshot = <T>(work: () => Promise<T>) => Promise<T>;

/**
 * A query that asks for the cursor of a stream is answered out of one snapshot: what it loads beside the cursor and what is
 * told after it neither overlap nor leave a gap. What is answered in parts is not: nobody knows when its client takes them.
 * What a question needs of an endpoint is had before: nobody waits for one with a connection in hand.
 */
export function useSnapshot(inSnapshot: InSnapshot, search: Pick<SearchService, 'prepare'>): Plugin<Context> {
  const known = new WeakMap<DocumentNode, boolean>();
  const needsOne = (document: DocumentNode): boolean => {
    const needs = known.get(document) ?? asksForCursor(document);
    known.set(document, needs);
    return needs;
  };
  return {
    onExecute({ args, executeFn, setExecuteFn }) {
      if (getOperationAST(args.document, args.operationName)?.operation !== 'query' || !needsOne(args.document)) return;
      const { document, variableValues, contextValue } = args;
      const questions = contextValue.viewer?.scopes.has('read') ? questionsOf(document, variableValues) : [];
      setExecuteFn(async (given) => {
        if (questions.length > 0) await search.prepare(questions);
        return await inSnapshot(async () => executeFn(given));
      });
    },
  };
}

/** Where a question stands in the input of a field that puts it to an embedder. */
const questionFields: Readonly<Record<string, string>> = { search: 'query', context: 'message' };
const mostQuestions = 10;

function questionsOf(
  document: DocumentNode,
  variables: Readonly<Record<string, unknown>> | null | undefined,
): string[] {
  const questions: string[] = [];
  visit(document, {
    Field: ({ name, arguments: given = [] }) => {
      const inInput = questionFields[name.value];
      const input = given.find((argument) => argument.name.value === 'input');
      if (inInput === undefined || !input || questions.length === mostQuestions) return;
      const value: unknown = valueFromASTUntyped(input.value, variables ?? {});
      if (!isJsonObject(value) || value['mode'] === 'LEXICAL') return;
      const question = value[inInput];
      // Longer ones are refused, or put in parts.
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

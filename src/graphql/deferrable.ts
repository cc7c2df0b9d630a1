import { GraphQLDeferDirective, GraphQLSchema } from 'graphql';

/**
 * Returns the schema with `@defer`, as it is served: answers in parts need a transport that can send them. graphql's own `execute`
 * refuses such a schema for any document.
 */
export function deferrable(schema: GraphQLSchema): GraphQLSchema {
  return new GraphQLSchema({
    ...schema.toConfig(),
    directives: [...schema.getDirectives(), GraphQLDeferDirective],
  });
}

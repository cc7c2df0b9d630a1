import { GraphQLDeferDirective, GraphQLSchema } from 'graphql';

/**
 * The schema with `@defer`, as it is served: answers in parts need a transport that sends them. graphql's own `execute`
 * refuses such a schema, whatever is asked of it.
 */
export function deferrable(schema: GraphQLSchema): GraphQLSchema {
  return new GraphQLSchema({
    ...schema.toConfig(),
    directives: [...schema.getDirectives(), GraphQLDeferDirective],
  });
}

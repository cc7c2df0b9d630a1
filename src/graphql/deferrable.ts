import { GraphQLDeferDirective, GraphQLSchema } from 'graphql';

/**
 * The schema with `@defer`, as it is served: answers in parts need a transport that sends them. graphql's own `execute`
 * refuses such a schema, whatever is asked of it. One that has it already is answered as it is.
 */
export function deferrable(schema: GraphQLSchema): GraphQLSchema {
  if (schema.getDirective(GraphQLDeferDirective.name)) return schema;
  return new GraphQLSchema({
    ...schema.toConfig(),
    directives: [...schema.getDirectives(), GraphQLDeferDirective],
  });
}

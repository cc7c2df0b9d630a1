import { GraphQLDeferDirective, GraphQLSchema } from 'graphql';

/**
 * Returns the schema with `@defer`, as it is served: answers in parts need a transport that can send them. graphql's own `execute`
 * refuses such a schema for any document. A schema that has `@defer` already is returned as it is.
 */
export function deferrable(schema: GraphQLSchema): GraphQLSchema {
  if (schema.getDirective(GraphQLDeferDirective.name)) return schema;
  return new GraphQLSchema({
    ...schema.toConfig(),
    directives: [...schema.getDirectives(), GraphQLDeferDirective],
  });
}

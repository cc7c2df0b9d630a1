/** The list that every server of this bench returns: 20 memories with 6 fields, from memory. */
export const typeDefs = /* GraphQL */ `
  type Memory { id: ID! content: String! kind: String! speaker: String createdAt: String! tags: [String!]! }
  type Query { memories: [Memory!]! }
  type Mutation { nothing: Boolean }
  type Subscription { nothing: Boolean }
`;

export const memoryFields = ['id', 'content', 'kind', 'speaker', 'createdAt', 'tags'];

export const query = `{ memories { ${memoryFields.join(' ')} } }`;

export const memories = Array.from({ length: 20 }, (_, n) => ({
  id: Buffer.from(`Memory:01a1f859-abb2-778b-9df2-1c23d3e2${String(n).padStart(4, '0')}`).toString('base64url'),
  content: `We went to the exhibition near the old harbour last Tuesday, and it was wonderful! It was number ${n}.`,
  kind: 'FACT',
  speaker: n % 2 === 0 ? 'Anna' : 'Ben',
  createdAt: new Date(Date.UTC(2026, 10, 20, 10, 0, n)).toISOString(),
  tags: ['travel', 'art'],
}));

export const resolvers = { Query: { memories: () => memories } };

import Fastify from 'fastify';
import mercurius from 'mercurius';
import { resolvers, typeDefs } from '../hot-path/memories.ts';

const app = Fastify();
app.register(mercurius, { schema: typeDefs, resolvers, jit: Number(process.argv[2] ?? 0) });
await app.listen({ port: 0, host: '127.0.0.1' });
process.send?.({ port: app.server.address().port });

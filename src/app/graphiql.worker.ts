import { parentPort, workerData } from 'node:worker_threads';
import { renderGraphiQL } from '@graphql-yoga/render-graphiql';
import { SIGN_IN_SCRIPT } from './graphiql-sign-in.ts';

const page = new TextEncoder().encode(renderGraphiQL(workerData).replace('<head>', () => `<head>${SIGN_IN_SCRIPT}`));
parentPort?.postMessage(page, [page.buffer]);

import { parentPort, workerData } from 'node:worker_threads';
import { renderGraphiQL } from '@graphql-yoga/render-graphiql';
import { SIGN_IN_SCRIPT } from './graphiql-sign-in.ts';

/**
 * What GraphiQL moves a tab by while the page is laid out stays on it, and counts once the tab has the focus: it went from under the mouse that pressed it,
 * and was not opened.
 */
const TABS_STAY = '<style>.graphiql-tab { transform: none !important; }</style>';

const html = renderGraphiQL(workerData).replace('<head>', () => `<head>${SIGN_IN_SCRIPT}${TABS_STAY}`);
const page = new TextEncoder().encode(html);
parentPort?.postMessage(page, [page.buffer]);

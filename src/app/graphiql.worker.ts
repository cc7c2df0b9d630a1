import { parentPort, workerData } from 'node:worker_threads';
import { renderGraphiQL } from '@graphql-yoga/render-graphiql';
import { SIGN_IN_SCRIPT } from './graphiql-sign-in.ts';

/**
 * Keeps GraphiQL's tabs in place: the transform of the layout stays on a tab and takes effect once the tab has the focus, so it moved away from under
 * the mouse that pressed it and was not opened.
 */
const TABS_STAY = '<style>.graphiql-tab { transform: none !important; }</style>';

const html = renderGraphiQL(workerData).replace('<head>', () => `<head>${SIGN_IN_SCRIPT}${TABS_STAY}`);
const page = new TextEncoder().encode(html);
parentPort?.postMessage(page, [page.buffer]);

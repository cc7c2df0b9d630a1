import { parentPort, workerData } from 'node:worker_threads';
import { renderGraphiQL } from '@graphql-yoga/render-graphiql';

/**
 * Runs in the page before GraphiQL: takes the token from the fragment of a sign-in link, keeps it for this tab, and adds it
 * to every request to this server that has no credential of its own.
 */
const SIGN_IN_SCRIPT = `<script>
(() => {
  const key = 'mnemograph:token';
  const given = new URLSearchParams(location.hash.slice(1)).get('token');
  if (given) {
    sessionStorage.setItem(key, given);
    history.replaceState(null, '', location.pathname + location.search);
  }
  const token = sessionStorage.getItem(key);
  if (!token) return;
  const send = window.fetch;
  window.fetch = (input, init) => {
    const request = new Request(input, init);
    if (new URL(request.url).origin === location.origin && !request.headers.has('authorization')) {
      request.headers.set('authorization', 'Bearer ' + token);
    }
    return send(request);
  };
})();
</script>`;

/**
 * Keeps GraphiQL's tabs in place: the transform of the layout stays on a tab and takes effect once the tab has the focus, so it moved away from under
 * the mouse that pressed it and was not opened.
 */
const TABS_STAY = '<style>.graphiql-tab { transform: none !important; }</style>';

const html = renderGraphiQL(workerData).replace('<head>', () => `<head>${SIGN_IN_SCRIPT}${TABS_STAY}`);
const page = new TextEncoder().encode(html);
parentPort?.postMessage(page, [page.buffer]);

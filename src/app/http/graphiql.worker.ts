import { parentPort, workerData } from 'node:worker_threads';
import { gzipSync } from 'node:zlib';
import { renderGraphiQL } from '@graphql-yoga/render-graphiql';

/** Without it, telephones show the page as wide as a desktop's, and too small to read. */
const VIEWPORT = '<meta name="viewport" content="width=device-width, initial-scale=1">';

/**
 * Runs in the page before GraphiQL: takes the token from the fragment of a sign-in link, keeps it for this tab, and adds it
 * to every request to this server that has no credential of its own. A link that is opened where the page is open already changes
 * nothing but the fragment: the page then loads again, with what the new token may see.
 */
const SIGN_IN_SCRIPT = `<script>
(() => {
  const key = 'mnemograph:token';
  const takeToken = () => {
    const given = new URLSearchParams(location.hash.slice(1)).get('token');
    if (!given) return false;
    sessionStorage.setItem(key, given);
    history.replaceState(null, '', location.pathname + location.search);
    return true;
  };
  takeToken();
  window.addEventListener('hashchange', () => takeToken() && location.reload());
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
 * Opens the tab that was open last, or the one with the query of the URL. GraphiQL compares its tabs with what was typed last: it added
 * an empty tab where nothing had been, and opened that.
 */
const SAME_TAB_SCRIPT = `<script>
(() => {
  const { tabs, activeTabIndex } = JSON.parse(localStorage.getItem('graphiql:tabState')) ?? { tabs: [] };
  const asked = new URLSearchParams(location.search).get('query');
  const open = tabs[activeTabIndex];
  const tab = asked === null || open?.query === asked ? open : tabs.findLast(({ query }) => query === asked);
  if (!tab) return;
  for (const part of ['query', 'variables']) localStorage.setItem('graphiql:' + part, tab[part] ?? '');
})();
</script>`;

/**
 * Keeps GraphiQL's tabs in place: the transform of the layout stays on a tab and takes effect once the tab has the focus, so it moved away from under
 * the mouse that pressed it and was not opened.
 */
const TABS_STAY = '<style>.graphiql-tab { transform: none !important; }</style>';

/** On a telephone the answer is below the question: beside it, it had the width of a letter. */
const NARROW = `<style>
  @media (max-width: 40em) {
    .graphiql-sessions > :has(> .graphiql-editors) { flex-direction: column !important; }
    .graphiql-logo, .graphiql-horizontal-drag-bar { display: none !important; }
  }
</style>`;

const head = ['<head>', VIEWPORT, SIGN_IN_SCRIPT, SAME_TAB_SCRIPT, TABS_STAY, NARROW].join('');
const html = renderGraphiQL(workerData).replace('<head>', () => head);
const page = new Uint8Array(gzipSync(html));
parentPort?.postMessage(page, [page.buffer]);

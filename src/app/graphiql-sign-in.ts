/**
 * Runs in the page before GraphiQL: takes the token from the fragment of a sign-in link, keeps it for this tab, and adds it
 * to every request to this server that has no credential of its own.
 */
export const SIGN_IN_SCRIPT = `<script>
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

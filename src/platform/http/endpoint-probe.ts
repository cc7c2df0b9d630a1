const patienceMs = 1_500;
const keepMs = 30_000;

/**
 * Returns a probe of whether anything answers at a URL, whatever its status: it requests nothing that costs money, and sends no key.
 * Results are cached for half a minute. Rejects if nothing answers.
 */
export function endpointProbe(url: string): () => Promise<null> {
  let last: { readonly at: number; readonly found: Promise<null> } | null = null;
  return () => {
    const at = performance.now();
    if (last === null || at - last.at > keepMs) last = { at, found: look(url) };
    return last.found;
  };
}

async function look(url: string): Promise<null> {
  try {
    const response = await fetch(url, { method: 'HEAD', redirect: 'manual', signal: AbortSignal.timeout(patienceMs) });
    await response.body?.cancel();
    return null;
  } catch {
    // fetch's error contains the URL, which may hold more than operators should see.
    throw new Error('nothing answers there');
  }
}

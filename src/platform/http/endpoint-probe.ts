const patienceMs = 1_500;
const keepMs = 30_000;

/**
 * Looks whether anything answers at a URL, whatever it says: nothing is asked for that would cost something, and no key is sent.
 * What was found stands for half a minute. Rejects where nothing answers.
 */
export function endpointProbe(url: string, now: () => number = () => performance.now()): () => Promise<null> {
  let last: { readonly at: number; readonly found: Promise<null> } | null = null;
  return () => {
    if (last === null || now() - last.at > keepMs) last = { at: now(), found: look(url) };
    return last.found;
  };
}

async function look(url: string): Promise<null> {
  try {
    const response = await fetch(url, { method: 'HEAD', redirect: 'manual', signal: AbortSignal.timeout(patienceMs) });
    await response.body?.cancel();
    return null;
  } catch {
    // What fetch says of it names the URL, which may hold more than operators should read.
    throw new Error('nothing answers there');
  }
}

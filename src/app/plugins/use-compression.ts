import type { Plugin } from 'graphql-yoga';
import { compress } from '../../platform/http/compress.ts';

const json = /^application\/(?:graphql-response\+)?json/;

/** Compresses single JSON answers. Answers in parts are sent as they come. */
export function useCompression(): Plugin {
  return {
    async onResponse({ request, response, fetchAPI, setResponse }) {
      const { status, headers } = response;
      if (!json.test(headers.get('content-type') ?? '')) return;
      const body = Buffer.from(await response.arrayBuffer());
      const compressed = await compress(body, request.headers.get('accept-encoding'));
      if (compressed) {
        headers.set('content-encoding', compressed.encoding);
        headers.append('vary', 'Accept-Encoding');
      }
      const bytes = compressed?.bytes ?? body;
      headers.set('content-length', String(bytes.length));
      setResponse(new fetchAPI.Response(new Uint8Array(bytes), { status, headers }));
    },
  };
}

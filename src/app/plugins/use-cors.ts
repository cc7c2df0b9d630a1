import type { Plugin } from 'graphql-yoga';
import { corsHeaders } from '../cors.ts';

/** Allows pages of other origins, and answers their preflight requests. */
export function useCors(): Plugin {
  return {
    onRequest({ request, fetchAPI, endResponse }) {
      if (request.method !== 'OPTIONS') return;
      // Safari waits for a body unless it is told that there is none.
      endResponse(new fetchAPI.Response(null, { status: 204, headers: { 'content-length': '0' } }));
    },
    onResponse({ request, response }) {
      for (const [name, value] of Object.entries(corsHeaders(request.headers) ?? {})) response.headers.set(name, value);
    },
  };
}

import type { Plugin } from 'graphql-yoga';

/** Yoga's own health check, which cannot be switched off, has a slash at its end. */
const somewhere = /^\/(?:graphql\/?|health\/)$/;
/** Whatever stands before it, Yoga takes a URL that ends so, and no other. */
const endpointBehind = /\/graphql\/?$/;
const message = 'Nothing is here: the API is at /graphql, and so is its explorer for browsers';

/** Says where the API is to those who ask elsewhere; Yoga answers them nothing, which looks like a server that is broken. */
export function useNowhere(): Plugin {
  return {
    onRequest({ url, endResponse }) {
      if (somewhere.test(url.pathname) || (url.search === '' && endpointBehind.test(url.pathname))) return;
      const errors = [{ message, extensions: { code: 'NOT_FOUND' } }];
      endResponse(Response.json({ errors }, { status: 404 }));
    },
  };
}

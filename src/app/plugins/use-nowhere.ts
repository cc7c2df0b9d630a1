import type { Plugin } from 'graphql-yoga';

/** The endpoint, and Yoga's own health check, which cannot be switched off: its path ends with a slash. */
const somewhere = /^\/(?:graphql\/?|health\/)$/;
/** Yoga accepts any URL that ends like this, whatever precedes it, and no other. */
const endpointBehind = /\/graphql\/?$/;
const message = 'Nothing is here: the API is at /graphql, and so is its explorer for browsers';

/** Answers 404 with the API's path for any other URL; Yoga would send an empty answer, which looks like a broken server. */
export function useNowhere(): Plugin {
  return {
    onRequest({ url, endResponse }) {
      if (somewhere.test(url.pathname) || (url.search === '' && endpointBehind.test(url.pathname))) return;
      const errors = [{ message, extensions: { code: 'NOT_FOUND' } }];
      endResponse(Response.json({ errors }, { status: 404 }));
    },
  };
}

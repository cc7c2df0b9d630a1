import { type Keyset, notACursor, type PageRequest } from '../platform/db/page.ts';
import { builder } from './builder.ts';
import { decodeCursor, type ListName } from './cursor.ts';
import { badUserInput, checkRange } from './request-errors.ts';

const DEFAULT_PAGE = 20;
const MAX_PAGE = 100;

/** Arguments of a list that can only be read forwards. */
export const forwardArgs = builder.args((t) => ({
  first: t.int({
    description: `Number of items from the start, 0 to ${MAX_PAGE}; default ${DEFAULT_PAGE}.`,
  }),
  after: t.string({ description: 'Only items after this cursor.' }),
}));

/** Arguments of a list that can be read from both ends. */
export const connectionArgs = builder.args((t) => ({
  ...forwardArgs,
  first: t.int({
    description: `Number of items from the start, 0 to ${MAX_PAGE}; default ${DEFAULT_PAGE}, unless \`last\` is given.`,
  }),
  last: t.int({ description: `Number of items from the end, 0 to ${MAX_PAGE}; not allowed together with \`first\`.` }),
  before: t.string({ description: 'Only items before this cursor.' }),
}));

export interface PagingArgs {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
  readonly last?: number | null | undefined;
  readonly before?: string | null | undefined;
}

/** Converts the arguments of a list into a page request for a store. Throws BAD_USER_INPUT naming the argument. */
export function pageRequest(list: ListName, args: PagingArgs): PageRequest {
  const { first, last } = args;
  if (first != null && last != null)
    throw badUserInput('last', 'cannot be combined with "first": give only one of them');
  const backward = last != null;
  return {
    limit: backward ? size('last', last) : size('first', first ?? DEFAULT_PAGE),
    direction: backward ? 'backward' : 'forward',
    after: position('after', list, args.after),
    before: position('before', list, args.before),
  };
}

/** Returns the page size of a ranking, 1 to 100: an empty page would be useless. Throws BAD_USER_INPUT. */
export function rankedSize(first: number): number {
  checkRange('first', first, 1, MAX_PAGE);
  return first;
}

/** Returns the most nodes that a list can return, for the cost of a query: the requested size, within the bounds. */
export function pageSize({ first, last }: PagingArgs): number {
  return Math.min(Math.max(first ?? last ?? DEFAULT_PAGE, 0), MAX_PAGE);
}

function size(argument: string, asked: number): number {
  checkRange(argument, asked, 0, MAX_PAGE);
  return asked;
}

/** An empty text counts as no cursor: Apollo's `relayStylePagination` names it as the end of a list that has become empty. */
function position(argument: string, list: ListName, cursor: string | null | undefined): Keyset | null {
  if (!cursor) return null;
  const keyset = decodeCursor(list, cursor);
  if (!keyset) throw badUserInput(argument, notACursor);
  return keyset;
}

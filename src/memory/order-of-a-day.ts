import type { Keyset, Page, PageRequest } from '../platform/db/page.ts';

/** Paging by an order that changes daily: a cursor carries the day of its order, and the following pages use the same day. */
interface OrderOfADay {
  /** Start of that day. */
  readonly day: string;
  readonly page: PageRequest;
  dated<Item>(page: Page<Item>): Page<Item>;
}

/** Matches the sort value of a cursor, prefixed by its day; one without a day is of today. */
const dated = /^(?<day>\d{4}-\d\d-\d\d)T (?<sort>.*)$/;

export function orderOfADay(page: PageRequest, now: Date): OrderOfADay {
  const { after, before } = page;
  const known = dated.exec((after ?? before)?.sort ?? '')?.groups?.['day'];
  const day = known ?? now.toISOString().slice(0, 'yyyy-mm-dd'.length);
  return {
    day: `${day}T00:00:00Z`,
    page: { ...page, after: after && undated(after), before: before && undated(before) },
    dated: ({ items, ...page }) => ({
      ...page,
      items: items.map(({ item, keyset }) => ({ item, keyset: { ...keyset, sort: `${day}T ${keyset.sort}` } })),
    }),
  };
}

const undated = ({ sort, id }: Keyset): Keyset => ({ sort: dated.exec(sort)?.groups?.['sort'] ?? sort, id });

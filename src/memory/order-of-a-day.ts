import type { Keyset, Page, PageRequest } from '../platform/db/page.ts';

/** An order that is another one the next day: a cursor says as of which day it is, and the pages behind it are as of the same. */
interface OrderOfADay {
  /** When that day begins. */
  readonly day: string;
  readonly page: PageRequest;
  dated<Item>(page: Page<Item>): Page<Item>;
}

/** What stands before the place in a cursor; one without is of today. */
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

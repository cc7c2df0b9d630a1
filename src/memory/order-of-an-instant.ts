import type { Keyset, Page, PageRequest } from '../platform/db/page.ts';

/** Paging by an order that changes with time: a cursor carries the instant of its order, and the following pages use the same one. */
interface OrderOfAnInstant {
  readonly instant: string;
  readonly page: PageRequest;
  dated<Item>(page: Page<Item>): Page<Item>;
}

/** Matches the sort value of a cursor, prefixed by its instant; earlier versions wrote the day and a T. */
const dated = /^(?<instant>\d{4}-\d\d-\d\d(?:T[\d:.]+Z)?)T? (?<sort>.*)$/;

export function orderOfAnInstant(page: PageRequest, now: Date): OrderOfAnInstant {
  const { after, before } = page;
  const instant = dated.exec((after ?? before)?.sort ?? '')?.groups?.['instant'] ?? now.toISOString();
  return {
    instant,
    page: { ...page, after: after && undated(after), before: before && undated(before) },
    dated: ({ items, ...page }) => ({
      ...page,
      items: items.map(({ item, keyset }) => ({ item, keyset: { ...keyset, sort: `${instant} ${keyset.sort}` } })),
    }),
  };
}

const undated = ({ sort, id }: Keyset): Keyset => ({ sort: dated.exec(sort)?.groups?.['sort'] ?? sort, id });

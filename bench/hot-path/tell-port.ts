import type { AddressInfo } from 'node:net';

/** Tells the bench, which started this process, where it answers. */
export function tellPort(address: AddressInfo | string | null): void {
  if (typeof address === 'object') process.send?.({ port: address?.port });
}

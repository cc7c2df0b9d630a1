import type { AddressInfo } from 'node:net';

/** Reports the port to the bench, which is the parent process. */
export function tellPort(address: AddressInfo | string | null): void {
  if (typeof address === 'object') process.send?.({ port: address?.port });
}

import type { ChildProcess } from 'node:child_process';

/** The message by which Node's cluster hands a connection to a worker; Node then waits for the worker's acknowledgement. */
const isHandedOver = (message: unknown): message is { readonly seq: number } =>
  typeof message === 'object' && message !== null && 'act' in message && message.act === 'newconn' && 'seq' in message;

/**
 * If a worker is killed before it acknowledges a connection, Node emits no disconnect and the client waits forever. Returns a function
 * that makes Node treat the worker as gone and hand the connection to another. Call before the first connection is handed over.
 */
export function handBackOf(worker: ChildProcess): () => void {
  let handed: number | null = null;
  const send = worker.send.bind(worker);
  worker.send = (message: Parameters<typeof send>[0], ...rest: unknown[]) => {
    if (isHandedOver(message)) handed = message.seq;
    return Reflect.apply(send, worker, [message, ...rest]);
  };
  return () => {
    worker.emit('disconnect');
    // A no-op in Node for a connection that was acknowledged.
    if (handed !== null) worker.emit('internalMessage', { cmd: 'NODE_CLUSTER', ack: handed, accepted: false });
  };
}

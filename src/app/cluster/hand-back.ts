import type { ChildProcess } from 'node:child_process';

/** How Node's own cluster tells a worker of a connection that it is to take; it waits for the word that the worker has it. */
const isHandedOver = (message: unknown): message is { readonly seq: number } =>
  typeof message === 'object' && message !== null && 'act' in message && message.act === 'newconn' && 'seq' in message;

/**
 * A worker that is killed before it has taken a connection never says so: Node then tells of no disconnection, and the client waits for
 * ever. Answers what has Node take the worker for gone, and hand the connection to another. To be called before the first is handed over.
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
    // What was taken is forgotten there already.
    if (handed !== null) worker.emit('internalMessage', { cmd: 'NODE_CLUSTER', ack: handed, accepted: false });
  };
}

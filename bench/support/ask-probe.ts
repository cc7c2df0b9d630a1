import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** The reply over IPC of a module that was loaded into a server by its Node options. */
export async function askProbe(server: ChildProcess): Promise<unknown> {
  const answered = once(server, 'message');
  server.send('how are you?');
  const [message] = await answered;
  return message;
}

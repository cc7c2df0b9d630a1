import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface Posts {
  readonly token: string;
  /** Asked one after the other, again and again. */
  readonly bodies: readonly string[];
}

/**
 * Answers a second that so many clients get. wrk is a load in C: it takes a fraction of what one in JavaScript does of the cores that it shares
 * with what it measures.
 */
export async function wrk(
  url: string,
  folder: string,
  posts: Posts,
  clients: number,
  seconds: number,
): Promise<number> {
  const script = join(folder, 'posts.lua');
  await writeFile(script, lua(posts));
  const args = ['--threads', '1', '--connections', String(clients), '--duration', `${seconds}s`, '--script', script];
  const { stdout } = await run('wrk', [...args, url]);
  return perSecond(stdout);
}

/** The requests are made once: to send one costs no more than to pick it. */
const lua = ({ token, bodies }: Posts): string => `
wrk.method = "POST"
wrk.headers["content-type"] = "application/json"
wrk.headers["authorization"] = "Bearer ${token}"
local requests = {}
local n = 0
function init()
${bodies.map((body) => `  requests[#requests + 1] = wrk.format(nil, nil, nil, ${JSON.stringify(body)})`).join('\n')}
end
function request()
  n = n % #requests + 1
  return requests[n]
end`;

function perSecond(printed: string): number {
  const failed = /Non-2xx|Socket errors/.exec(printed);
  const [, rate] = /^Requests\/sec:\s+([\d.]+)$/m.exec(printed) ?? [];
  if (failed || rate === undefined) throw new Error(`wrk saw failures: ${printed}`);
  return Number(rate);
}

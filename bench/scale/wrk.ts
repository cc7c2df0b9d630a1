import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

interface Posts {
  readonly token: string;
  /** Sent in turn, repeatedly. */
  readonly bodies: readonly string[];
}

/**
 * Answers per second to this many clients. wrk is a load generator in C: it takes a fraction of the CPU that one in JavaScript would
 * take from the server on the same cores.
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

/** Requests are built once, so that sending one costs no more than picking it. */
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

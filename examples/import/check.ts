/** Tells what is wrong with the lines of a file, without a server. */
import { isFact } from './line.ts';
import type { Report } from './report.ts';
import { usersOf } from './users.ts';

export async function check(lines: AsyncIterable<string>, report: Report): Promise<void> {
  const users = new Set<string>();
  let facts = 0;
  let messages = 0;
  for await (const reads of usersOf(lines, report)) {
    for (const { line, problem } of reads) {
      users.add(line.user);
      if (problem !== null) continue;
      if (isFact(line)) facts += 1;
      else messages += 1;
    }
  }
  console.log(`Without fault: ${messages} messages and ${facts} facts; users: ${users.size}`);
}

/** The lines of a file, user by user, and in it each message and each fact once. */
import { isFact, type Line, type Read, read, sessionOf } from './line.ts';
import type { Report } from './report.ts';

/** What is wrong with lines is told; they are among the others, since what comes after a message has to wait for it. */
export async function* usersOf(lines: AsyncIterable<string>, report: Report): AsyncGenerator<Read[]> {
  const numbers = new Map<string, number>();
  let number = 0;
  let ofUser: Read[] = [];
  for await (const written of lines) {
    number += 1;
    if (written.trim() === '') continue;
    const next = read(written, number);
    if (typeof next === 'string') {
      report.tellBroken(number, next);
      continue;
    }
    const key = keyOf(next.line);
    const earlier = numbers.get(key);
    if (earlier !== undefined) {
      report.tell(next, `is left out: line ${earlier} has this id already`);
      continue;
    }
    numbers.set(key, number);
    if (next.problem !== null) report.tell(next, `is left out: it ${next.problem}`);
    if (ofUser[0] && ofUser[0].line.user !== next.line.user) {
      yield ofUser;
      ofUser = [];
    }
    ofUser.push(next);
  }
  yield ofUser;
}

const keyOf = (line: Line): string =>
  JSON.stringify(isFact(line) ? [line.user, line.id] : [line.user, line.id, sessionOf(line)]);

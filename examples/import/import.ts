/**
 * Takes in what another memory service has, out of a file with one JSON object a line (docs/migrating.md):
 *
 *   node_modules/.bin/node examples/import/import.ts FILE --url http://127.0.0.1:4000/graphql --token TOKEN
 *
 * It can be stopped, and run again with the same file or a newer one: what has changed in the file since is carried over, and what was erased or changed
 * here is left alone. Ends with 2 if a line was not imported as it stands.
 */
import { createReadStream } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { Api } from './api.ts';
import { check } from './check.ts';
import { importFacts } from './facts.ts';
import { isFact, type Read, sessionOf } from './line.ts';
import { Report } from './report.ts';
import { importSession } from './sessions.ts';
import { State } from './state.ts';
import { Target } from './target.ts';
import { usersOf } from './users.ts';

const usage = `Which file?

  node_modules/.bin/node examples/import/import.ts FILE --url URL --token TOKEN [--state FILE] [--language CODE] [--time-zone ZONE]
  node_modules/.bin/node examples/import/import.ts FILE --check

docs/migrating.md says more.`;

const options = {
  url: { type: 'string', default: 'http://127.0.0.1:4000/graphql' },
  token: { type: 'string', default: '' },
  state: { type: 'string' },
  language: { type: 'string' },
  'time-zone': { type: 'string' },
  check: { type: 'boolean', default: false },
} as const;

const parsed = () => parseArgs({ allowPositionals: true, options });
type Options = ReturnType<typeof parsed>['values'];

/** One user's lines, into a collection that has the user's id as its key. */
async function importUser(to: Target, reads: readonly Read[]): Promise<void> {
  const facts = reads.filter(({ line, problem }) => isFact(line) && problem === null);
  // A faulty message holds up those behind it.
  const messages = reads.filter(({ line }) => !isFact(line));
  const sound = messages.filter(({ problem }) => problem === null);
  let said = 0;
  for (const [session, ofSession] of Map.groupBy(messages, ({ line }) => sessionOf(line))) {
    said += await importSession(to, session, ofSession);
  }
  const learnt = await importFacts(to, facts);
  const added = `${said} new messages of ${sound.length}, ${learnt} new facts of ${facts.length}`;
  const { changed, forgotten } = to.counts;
  const others =
    changed + forgotten > 0 ? `; of the memories there, ${changed} changed and ${forgotten} forgotten` : '';
  console.log(`${to.user}: ${added}${others}`);
}

async function importFile(file: string, options: Options, report: Report): Promise<void> {
  const api = new Api(options.url, options.token);
  const account = await api.account();
  const ofAccount = `${encodeURIComponent(account).slice(0, 100)}.import-state.ndjson`;
  const state = await State.open(options.state ?? join(dirname(file), ofAccount), { url: options.url, account });
  const settings = { language: options.language, timeZone: options['time-zone'] };
  for await (const reads of usersOf(linesOf(file), report)) {
    const [first] = reads;
    if (first) await importUser(new Target(api, report, state, first.line.user, settings), reads);
  }
}

const linesOf = (file: string): AsyncIterable<string> => createInterface({ input: createReadStream(file) });

async function run(): Promise<void> {
  const { values, positionals } = parsed();
  const [file] = positionals;
  if (!file) throw new Error(usage);
  const report = new Report({ goesOn: values.check });
  await (values.check ? check(linesOf(file), report) : importFile(file, values, report));
  if (report.count === 0) return;
  process.exitCode = 2;
  console.error(`Reports: ${report.count}. Mend the lines, and run the import again`);
}

await run().catch((cause) => {
  process.exitCode = 1;
  console.error(cause instanceof Error ? cause.message : cause);
});

import { parseArgs } from 'node:util';
import { command } from '../scripts/command.ts';
import { modes } from './retrieval/ask.ts';
import { contextsOf } from './retrieval/contexts.ts';
import { type Dialogue, readDialogues } from './retrieval/dialogues.ts';
import { type BenchModel, benchModels, report } from './retrieval/report.ts';
import { type Judged, runDialogue } from './retrieval/run-dialogue.ts';
import { slipCounts, withSlips } from './retrieval/slips.ts';
import { type ApiOptions, connectApi } from './support/api.ts';
import { allOrOne, oneOf } from './support/options.ts';
import { namedServer } from './support/server.ts';
import { engines, startOn } from './support/target.ts';

const usage = `Measures how much of what answers a question a search finds, beside plain BM25.

  npm run bench:retrieval -- --data FILE [--engine postgres|embedded] [--model static|onnx] [--mode hybrid|semantic|lexical] [--quick] [--contexts]
  npm run bench:retrieval -- --data FILE --url http://127.0.0.1:4000 --token TOKEN

  --data      dialogues: { dialogues: [{ id, language, sessions: [{ id, sentAt, messages: [{ id, speaker, content }] }],
              questions: [{ id, question, evidence: [message id] }] }] }; without a language English.
              bench/retrieval/languages.json has notes in fourteen other languages, misspelt.json English ones with misspelt questions
  --engine    where no server is named, one is started on this engine; default embedded
  --model     what embeds in a server that is started; onnx takes the folder of its model from TEST_E5_DIR; default static
  --url       of a running server, in which a collection for each dialogue is left
  --token     of an account of that server: npm run token
  --mode      arms to ask; default all
  --slips     none, one, half or all words of each question misspelt; default none
  --contexts  instead: what searches and contexts show for messages that tell other things before they ask
  --quick     questions of the first dialogue only`;

const options = {
  data: { type: 'string' },
  url: { type: 'string' },
  token: { type: 'string' },
  engine: { type: 'string', default: 'embedded' },
  model: { type: 'string', default: 'static' },
  mode: { type: 'string' },
  slips: { type: 'string', default: 'none' },
  contexts: { type: 'boolean', default: false },
  quick: { type: 'boolean', default: false },
} as const;

async function run(): Promise<string> {
  const { values } = parseArgs({ options });
  if (!values.data) throw new Error('--data FILE is missing');
  const asked = allOrOne('--mode', modes, values.mode);
  const model = oneOf('--model', benchModels, values.model);
  const slips = oneOf('--slips', slipCounts, values.slips);
  const dialogues = withSlips(await readDialogues(values.data), slips);
  await using target = await openTarget({ ...values, model });
  using api = connectApi(target);
  if (values.contexts) return await contextsOf(api, dialogues, chosen(dialogues, values.quick));
  const judged = new Map<string, Judged>();
  for (const dialogue of chosen(dialogues, values.quick)) {
    judged.set(dialogue.id, await runDialogue(api, dialogue, asked));
  }
  const isEnglish = dialogues.every(({ language = 'en' }) => language === 'en');
  return report(judged, isEnglish ? model : null);
}

const chosen = (dialogues: readonly Dialogue[], quick: boolean): readonly Dialogue[] =>
  quick ? dialogues.slice(0, 1) : dialogues;

interface Target extends ApiOptions, AsyncDisposable {}

interface TargetOptions {
  readonly url?: string | undefined;
  readonly token?: string | undefined;
  readonly engine: string;
  readonly model: BenchModel;
}

async function openTarget({ url, token, engine, model }: TargetOptions): Promise<Target> {
  if (url) return { ...namedServer(url, token), [Symbol.asyncDispose]: async () => {} };
  return await startOn(oneOf('--engine', engines, engine), { settings: settingsOf(model) });
}

function settingsOf(model: BenchModel): Record<string, string> {
  if (model === 'static') return {};
  const folder = process.env['TEST_E5_DIR'];
  if (folder) return { EMBEDDING_PROVIDER: 'onnx', MODEL_DIR: folder };
  throw new Error('TEST_E5_DIR is missing: scripts/services.sh start e5; eval "$(scripts/services.sh env)"');
}

await command(usage, run);

import { readFile } from 'node:fs/promises';
import { z } from 'zod';

const message = z.object({
  id: z.string(),
  speaker: z.string(),
  content: z.string(),
  /** Default: USER, as in dialogues between people. */
  role: z.enum(['USER', 'ASSISTANT']).optional(),
});
const session = z.object({ id: z.string(), sentAt: z.iso.datetime(), messages: z.array(message) });
const question = z.object({
  id: z.string(),
  question: z.string(),
  evidence: z.array(z.string()),
  /** The kind of question, as a name or a number. */
  category: z.union([z.string(), z.number()]).optional(),
});
const dialogue = z.object({
  id: z.string(),
  /** Default: English. */
  language: z.string().optional(),
  sessions: z.array(session),
  questions: z.array(question),
});
const dialogueFile = z.object({ dialogues: z.array(dialogue).min(1) });

export type Session = z.output<typeof session>;
export type Dialogue = z.output<typeof dialogue>;

/** One turn of a dialogue and its session. */
export interface Turn {
  readonly id: string;
  readonly sessionId: string;
  readonly speaker: string;
  readonly content: string;
}

/** A question and the turns that answer it. */
export interface Question {
  readonly text: string;
  readonly evidence: ReadonlySet<string>;
  /** Null if the data gives none. */
  readonly category: string | null;
}

/** Reads dialogues and their questions. */
export async function readDialogues(file: string): Promise<Dialogue[]> {
  const { success, data, error } = dialogueFile.safeParse(jsonOf(file, await textOf(file)));
  if (!success) throw new Error(`${file} holds no dialogues:\n${z.prettifyError(error)}`);
  for (const one of data.dialogues) checkEvidence(one);
  return data.dialogues;
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new Error(`${file} cannot be read: a file with dialogues is wanted`, { cause });
  }
}

function jsonOf(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Error(`${file} is no JSON`, { cause });
  }
}

export const turnsOf = ({ sessions }: Dialogue): Turn[] =>
  sessions.flatMap(({ id, messages }) => messages.map((turn) => ({ ...turn, sessionId: id })));

/** The questions with evidence: the others cannot be judged. */
export const questionsOf = ({ questions }: Dialogue): Question[] =>
  questions
    .filter(({ evidence }) => evidence.length > 0)
    .map(({ question, evidence, category }) => ({
      text: question,
      evidence: new Set(evidence),
      category: category === undefined ? null : String(category),
    }));

/** Throws if evidence names an unknown turn, which would silently lower every figure. */
function checkEvidence(one: Dialogue): void {
  const known = new Set(turnsOf(one).map(({ id }) => id));
  for (const { id, evidence } of one.questions) {
    const unknown = evidence.find((turn) => !known.has(turn));
    if (unknown !== undefined) throw new Error(`Question ${id} names the turn ${unknown}, which is not in ${one.id}`);
  }
}

import { hash } from 'node:crypto';
import type { z } from 'zod';
import type { Alongside } from '../memory/alongside.ts';
import type { Database } from '../platform/db/database.ts';
import { newId } from '../platform/db/new-id.ts';
import { isExpected, NotFoundError, ValidationError } from '../platform/errors.ts';
import { inUnitOfWork, type UnitOfWork } from '../platform/events/unit-of-work.ts';
import { type JsonObject, jsonObjectOrNull } from '../platform/json-object.ts';
import { issuesOf } from '../platform/validation.ts';
import { isEcho } from './echo.ts';
import { holdAttempt } from './end-run.store.ts';
import type { RunDesk } from './run-desk.ts';
import { insertCall, noteRecalled } from './run-memories.store.ts';
import { endOfDay, isToolName, type ToolInput, type ToolName, toolInputs, toolNames } from './tools.ts';

/** Number of memories that are compared with what an agent wants to remember. */
const compared = 10;

const noRoom = 'There is no room for more memories: answer from those that you were given.';

/**
 * Runs a tool that a model calls, and returns what to tell the model, including what is wrong with the call. It commits together with what it
 * did, provided that the attempt still has its run.
 */
export async function useTool(db: Database, desk: RunDesk, tool: string, input: string): Promise<string> {
  if (!isToolName(tool)) return `There is no such tool. The tools: ${toolNames.join(', ')}.`;
  const given = jsonObjectOrNull(input === '' ? '{}' : input);
  if (!given) return 'The arguments are no JSON object.';
  try {
    return await tools[tool](desk, withoutNulls(given), (parsed) => callOf(db, desk, tool, parsed));
  } catch (error) {
    // The model can fix what a caller of the API could: a memory that is gone, or that already says this.
    if (isExpected(error)) return error.message;
    throw error;
  }
}

type Use = (desk: RunDesk, given: JsonObject, callWith: (input: JsonObject) => Call) => Promise<string>;

/** Returns the use of a tool by arguments that fit its schema. */
const usedBy =
  <Input extends JsonObject>(
    schema: z.ZodType<Input>,
    run: (desk: RunDesk, input: Input, call: Call) => Promise<string>,
  ): Use =>
  async (desk, given, callWith) => {
    const parsed = schema.safeParse(given);
    if (parsed.success) return await run(desk, parsed.data, callWith(parsed.data));
    return `The arguments are wrong: ${new ValidationError(issuesOf(parsed.error)).message}`;
  };

const tools: Readonly<Record<ToolName, Use>> = {
  search: usedBy(toolInputs.search, search),
  remember: usedBy(toolInputs.remember, remember),
  supersede: usedBy(toolInputs.supersede, supersede),
};

async function search(desk: RunDesk, { query, limit, asOf = '' }: ToolInput<'search'>, call: Call): Promise<string> {
  if (desk.telling.isOver) return noRoom;
  const then = endOfDay(asOf);
  // Today has not ended: search for what holds now.
  const found = await desk.search(query, limit, then && then < desk.now ? then : null);
  await call.tell(found.map(({ memoryId }) => memoryId));
  return found.length === 0 ? 'Nothing was found.' : desk.telling.byTool(found);
}

async function remember(desk: RunDesk, { content, kind }: ToolInput<'remember'>, call: Call): Promise<string> {
  const similar = await desk.like(content, compared);
  const [former, present] = desk.notesByTime();
  const recalled = [...present, ...similar];
  const { language } = desk.collection.settings;
  if (isEcho({ content, said: desk.question, asker: desk.speaker, recalled, former, language })) {
    await call.tell([]);
    return 'That is remembered already, or is only what was recalled: nothing was added.';
  }
  const key = `agent run ${desk.run.id} ${hash('sha256', `${kind} ${content}`, 'base64url')}`;
  const { memory, outcome } = await desk.remember(content, kind, key, call);
  desk.note(memory);
  return outcome === 'DUPLICATE' ? 'That was remembered already.' : 'Remembered.';
}

async function supersede(
  desk: RunDesk,
  { memory, content, reason }: ToolInput<'supersede'>,
  call: Call,
): Promise<string> {
  const note = desk.noteOf(memory);
  if (!note) return `You were given no memory with the number ${memory}.`;
  try {
    const superseded = await desk.supersede(note.memoryId, content, reason, call);
    return `Superseded. The new memory has the number ${desk.note(superseded.memory).number}.`;
  } catch (error) {
    if (!(error instanceof NotFoundError)) throw error;
    return `The memory with the number ${memory} is gone, or in a collection that you only read.`;
  }
}

/** Models send null for arguments that they omit. */
const withoutNulls = (input: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(input).filter(([, value]) => value !== null));

/** A tool call as an event of the run's stream, recorded once the tool has returned. */
interface Call extends Alongside {
  /** Records a call that wrote nothing. */
  tell(memoryIds: readonly string[]): Promise<void>;
}

function callOf(db: Database, desk: RunDesk, tool: ToolName, input: JsonObject): Call {
  const { run } = desk;
  const begin = (unit: UnitOfWork): Promise<void> => holdAttempt(unit.db, run);
  const end = async (unit: UnitOfWork, memoryIds: readonly string[]): Promise<void> => {
    const id = newId();
    await noteRecalled(unit.db, run, memoryIds);
    await insertCall(unit.db, run, { id, runId: run.id, tool, input, memoryIds });
    unit.record({
      kind: 'agent_run',
      streamId: run.id,
      type: 'AgentToolCalled',
      subjectId: id,
      data: { attempt: run.attempt, offset: desk.said },
    });
  };
  const tell = (memoryIds: readonly string[]) =>
    inUnitOfWork(db, run.accountId, async (unit) => {
      await begin(unit);
      await end(unit, memoryIds);
    });
  return { begin, end, tell };
}

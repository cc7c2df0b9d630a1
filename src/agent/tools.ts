import { z } from 'zod';
import { maxReasonLength } from '../memory/change-memory.input.ts';
import { content, memoryKind } from '../memory/memory.input.ts';
import type { ModelTool } from '../platform/language-model/language-model.ts';
import { text } from '../platform/validation.ts';
import { maxQueryLength } from '../search/search.ts';

/** Returns the last instant of a day in UTC; null if the text is no day, or has the year 0000, which Postgres does not know. */
export function endOfDay(day: string): Date | null {
  if (!/^(?!0000)\d{4}-\d\d-\d\d$/.test(day)) return null;
  const end = new Date(`${day}T23:59:59.999Z`);
  return !Number.isNaN(end.getTime()) && end.toISOString().startsWith(day) ? end : null;
}

/** Maximum number of memories that one search returns. */
export const mostFound = 20;

/** Inputs of the tools that a model may call. None of them destroys anything: a superseded memory is kept and can be restored. */
export const toolInputs = {
  search: z.object({
    query: text({ min: 1, max: maxQueryLength }).describe('What to look for, as a question or in words.'),
    asOf: z
      .string()
      .refine((day) => day === '' || endOfDay(day) !== null, 'must be a day such as 2021-06-30')
      .exactOptional()
      .describe(
        'A day of the past, such as 2021-06-30: what held then. Only so is found what was replaced or has ended since.',
      ),
    limit: z.int().min(1).max(mostFound).default(8).describe('How many memories at most.'),
  }),
  remember: z.object({
    content: content.describe('One thing to remember, as a sentence that stands for itself.'),
    kind: memoryKind
      .default('FACT')
      .describe('What sort of thing it is; INSTRUCTION: how the user wants to be answered from now on.'),
  }),
  supersede: z.object({
    memory: z.int().min(1).describe('The number of the memory that is wrong now.'),
    content: content.describe('What is right, as a sentence that stands for itself.'),
    reason: text({ min: 1, max: maxReasonLength }).describe('Why it changed.'),
  }),
} as const;

export type ToolName = keyof typeof toolInputs;
export type ToolInput<Name extends ToolName> = z.output<(typeof toolInputs)[Name]>;

const descriptions: Readonly<Record<ToolName, string>> = {
  search: 'Searches the memories of what holds now, or held on a day. Answers the best, each with its number.',
  remember: 'Keeps something that the user has just told as a memory.',
  supersede: 'Replaces a memory by what is right now. The old one is kept as history.',
};

/** Tools that may change memories. */
export const writingTools: readonly ToolName[] = ['remember', 'supersede'];

export const isToolName = (name: string): name is ToolName => Object.hasOwn(toolInputs, name);

export const toolNames = Object.keys(toolInputs).filter(isToolName);

/** The tools as a model is given them, without `$schema`: some endpoints (Gemini's) reject requests with it. */
export const modelTools: readonly ModelTool[] = toolNames.map((name) => {
  const { $schema: _, ...inputSchema } = z.toJSONSchema(toolInputs[name], { io: 'input' });
  return { name, description: descriptions[name], inputSchema };
});

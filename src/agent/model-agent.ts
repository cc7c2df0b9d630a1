import type { JsonObject } from '../platform/json-object.ts';
import type {
  LanguageModel,
  ModelMessage,
  ModelTool,
  ModelUsage,
  ToolCall,
  ToolOutcome,
} from '../platform/language-model/language-model.ts';
import type { Agent, AgentPart, Cited, Desk } from './agent.ts';
import { maxAnswerLength, unfinishedNote } from './agent-run.ts';
import { numbersNamed, withMarksWithin, withoutMarks } from './citation-marks.ts';
import { conversationPrompt } from './prompt.ts';
import { sentencesOf, shared, stemsOf } from './sentences.ts';

export interface ModelAgentOptions {
  readonly model: LanguageModel;
  readonly instructions: string;
  readonly tools: readonly ModelTool[];
  readonly language: string;
}

/** Maximum number of model requests per answer; the last one may call no tools. */
const maxSteps = 8;
const maxCallsOfStep = 8;

/** Answers with a language model that may search, remember and supersede. */
export class ModelAgent implements Agent {
  readonly #options: ModelAgentOptions;

  constructor(options: ModelAgentOptions) {
    this.#options = options;
  }

  async *answer(desk: Desk, signal: AbortSignal): AsyncIterable<AgentPart> {
    const messages: ModelMessage[] = conversationPrompt(desk, await desk.background());
    const { language } = this.#options;
    let usage: ModelUsage = { promptTokens: null, completionTokens: null };
    let answer = '';
    let isWhole = true;
    for (let step = 1; step <= maxSteps; step += 1) {
      const calls: ToolCall[] = [];
      let said = '';
      let thoughts: JsonObject | null = null;
      isWhole = true;
      for await (const part of this.#step(messages, step, signal)) {
        if (part.type === 'call') calls.push(part.call);
        else if (part.type === 'end') {
          usage = sumOf(usage, part.usage);
          isWhole = part.complete;
          thoughts = part.thoughts;
        } else {
          const text = said === '' && answer !== '' ? `\n\n${part.text}` : part.text;
          said += part.text;
          answer += text;
          yield { type: 'text', text };
        }
        if (isFull(answer)) break;
      }
      if (calls.length === 0 && said !== '' && !isWhole) yield { type: 'text', text: unfinishedNote };
      if (calls.length === 0 || isFull(answer)) break;
      const outcomes = await useTools(desk, calls, signal);
      messages.push({ role: 'assistant', text: said, calls, thoughts }, { role: 'tools', outcomes });
    }
    const citations = citationsIn(answer.slice(0, maxAnswerLength), desk, language);
    yield { type: 'end', citations, usage, isWhole };
  }

  #step(messages: readonly ModelMessage[], step: number, signal: AbortSignal) {
    const { model, instructions, tools } = this.#options;
    return model.stream({ instructions, messages: [...messages], tools, mayCall: step < maxSteps }, signal);
  }
}

/** Whether the answer exceeds its limit: text beyond that is not kept. */
const isFull = (answer: string): boolean => answer.length > maxAnswerLength;

/** Sequential: a call may depend on what an earlier one of the same step changed. */
async function useTools(desk: Desk, calls: readonly ToolCall[], signal: AbortSignal): Promise<ToolOutcome[]> {
  const outcomes: ToolOutcome[] = [];
  for (const [place, call] of calls.entries()) {
    signal.throwIfAborted();
    const text =
      place < maxCallsOfStep ? await desk.use(call.tool, call.input) : 'Too many calls at once: this one was left out.';
    outcomes.push({ call, text });
  }
  return outcomes;
}

/**
 * Returns the memories that an answer cites. The quote of each is its sentence that shares the most words with the sentences that
 * cite it, and on a tie with the whole answer.
 */
function citationsIn(answer: string, desk: Desk, language: string): Cited[] {
  const told = sentencesOf(withMarksWithin(answer), language).map((sentence) => ({
    named: new Set(numbersNamed(sentence)),
    words: stemsOf(withoutMarks(sentence), language),
  }));
  const wordsOf = (some: typeof told) => new Set(some.flatMap(({ words }) => [...words]));
  const all = wordsOf(told);
  return numbersNamed(answer).flatMap((index) => {
    const note = desk.noteOf(index);
    if (!note) return [];
    const resting = wordsOf(told.filter(({ named }) => named.has(index)));
    const likely = (words: ReadonlySet<string>) => shared(words, resting) + shared(words, all) / (all.size + 1);
    const sentences = sentencesOf(note.content, language);
    const scores = sentences.map((sentence) => likely(stemsOf(sentence, language)));
    return [{ index, memoryId: note.memoryId, quote: sentences[scores.indexOf(Math.max(...scores))] ?? note.content }];
  });
}

/** Usage of several requests for one answer; null if none of them reported it. */
const sumOf = (one: ModelUsage, other: ModelUsage): ModelUsage => ({
  promptTokens: sum(one.promptTokens, other.promptTokens),
  completionTokens: sum(one.completionTokens, other.completionTokens),
});

const sum = (a: number | null, b: number | null): number | null => (a === null ? b : a + (b ?? 0));

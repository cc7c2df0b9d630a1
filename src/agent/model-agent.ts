import type { JsonObject } from '../platform/json-object.ts';
import { LanguageModelError } from '../platform/language-model/language-model.errors.ts';
import type {
  LanguageModel,
  ModelCut,
  ModelMessage,
  ModelTool,
  ModelUsage,
  ToolCall,
  ToolOutcome,
} from '../platform/language-model/language-model.ts';
import type { Agent, AgentPart, Cited, Desk } from './agent.ts';
import { type AnswerCut, maxAnswerLength } from './agent-run.ts';
import { numbersNamed, withMarksWithin, withoutMarks } from './citation-marks.ts';
import { cutNoteIn } from './own-words.ts';
import { conversationPrompt } from './prompt.ts';
import { sentencesOf, shared, stemsOf } from './sentences.ts';

interface ModelAgentOptions {
  readonly model: LanguageModel;
  readonly instructions: string;
  readonly tools: readonly ModelTool[];
  readonly language: string;
}

/** Maximum number of model requests per answer; the last one may call no tools. */
const maxSteps = 8;
const maxCallsOfStep = 8;

const cuts: Readonly<Record<ModelCut, AnswerCut>> = { LIMIT: 'MODEL_LIMIT', WITHHELD: 'WITHHELD' };

/** A step of a model that called tools. */
interface Calling {
  readonly text: string;
  readonly calls: readonly ToolCall[];
  readonly thoughts: JsonObject | null;
}

/** For a model that still calls tools in its last step. It is not asked again if it has no answer: each request is paid for. */
function cutAtLimit(answer: string): AnswerCut {
  if (answer.trim() !== '') return 'TOOL_LIMIT';
  throw new LanguageModelError(
    `The language model called tools until the limit of ${maxSteps} requests, without an answer`,
    { mayPass: false, kind: 'TOOL_LIMIT' },
  );
}

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
    let cut: AnswerCut | null = null;
    for (let step = 1; step <= maxSteps; step += 1) {
      const calls: ToolCall[] = [];
      let said = '';
      let thoughts: JsonObject | null = null;
      cut = null;
      for await (const part of this.#step(desk, messages, step, signal)) {
        if (part.type === 'call') calls.push(part.call);
        else if (part.type === 'end') {
          usage = sumOf(usage, part.usage);
          cut = part.cut && cuts[part.cut];
          thoughts = part.thoughts;
        } else {
          const text = said === '' && answer !== '' ? `\n\n${part.text}` : part.text;
          said += part.text;
          answer += text;
          yield { type: 'text', text };
        }
        if (isFull(answer)) break;
      }
      if (isFull(answer) || calls.length === 0) break;
      // Calls of the last step are not made: nobody would read what they return.
      if (step === maxSteps) cut = said === '' ? cutAtLimit(answer) : cut;
      else messages.push(...(await withOutcomes(desk, { text: said, calls, thoughts }, signal)));
    }
    if (cut !== null && answer.trim() !== '') yield { type: 'text', text: cutNoteIn(language, cut) };
    const citations = citationsIn(answer.slice(0, maxAnswerLength), desk, language);
    yield { type: 'end', citations, usage, cut };
  }

  #step(desk: Desk, messages: readonly ModelMessage[], step: number, signal: AbortSignal) {
    const { model, instructions, tools } = this.#options;
    const mayRepeat = () => desk.mayGoOn();
    return model.stream({ instructions, messages: [...messages], tools, mayCall: step < maxSteps, mayRepeat }, signal);
  }
}

/** Whether the answer exceeds its limit: text beyond that is not kept. */
const isFull = (answer: string): boolean => answer.length > maxAnswerLength;

async function withOutcomes(desk: Desk, said: Calling, signal: AbortSignal): Promise<ModelMessage[]> {
  const outcomes = await useTools(desk, said.calls, signal);
  return [
    { role: 'assistant', ...said },
    { role: 'tools', outcomes },
  ];
}

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

import type { JsonObject } from '../json-object.ts';

/** A tool that a model may call. What it does is the caller's business. */
export interface ModelTool {
  readonly name: string;
  readonly description: string;
  /** JSON Schema of its arguments, an object. */
  readonly inputSchema: Readonly<Record<string, unknown>>;
}

/** A call that a model made. */
export interface ToolCall {
  readonly id: string;
  readonly tool: string;
  /** Its arguments as the model wrote them: JSON, if it kept to that. */
  readonly input: string;
  /** What vouches for the thought behind it: Gemini refuses a call that comes back without. */
  readonly signature?: string;
}

/** What a call came to, as the model is told. */
export interface ToolOutcome {
  readonly call: ToolCall;
  readonly text: string;
}

/** One turn of what a model is given to answer. */
export type ModelMessage =
  | { readonly role: 'user'; readonly text: string }
  | {
      readonly role: 'assistant';
      readonly text: string;
      readonly calls?: readonly ToolCall[];
      /** What it thought before these calls, as its part `end` told. */
      readonly thoughts?: JsonObject | null;
    }
  | { readonly role: 'tools'; readonly outcomes: readonly ToolOutcome[] };

/** Without a bound of tokens: which name it has differs by the model, and a model that has another refuses the request. */
export interface ModelRequest {
  /** The system message. */
  readonly instructions: string;
  readonly messages: readonly ModelMessage[];
  readonly tools?: readonly ModelTool[];
  /** Default: true. Tools that may not be called any more are still named: Claude refuses calls of the past without them. */
  readonly mayCall?: boolean;
}

/** Tokens as the endpoint counts them; null where it does not say. */
export interface ModelUsage {
  readonly promptTokens: number | null;
  readonly completionTokens: number | null;
}

export type ModelPart =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'call'; readonly call: ToolCall }
  /**
   * The last part. `complete` is false where the answer met a bound of the model's or was withheld. `thoughts` are fields of the endpoint's
   * own, which it wants back with the calls of this answer; nobody else reads them.
   */
  | {
      readonly type: 'end';
      readonly complete: boolean;
      readonly usage: ModelUsage;
      readonly thoughts: JsonObject | null;
    };

/**
 * A language model: one request, one answer. Both methods try again what fails before the first part, unless it is by silence, and throw
 * LanguageModelError for what fails in the end; where the signal aborts they throw its reason.
 */
export interface LanguageModel {
  /** As `AskInput.model` names it. */
  readonly name: string;
  /** Whether it gave no answer when it was last asked, not long ago; omitted: nobody knows. */
  readonly isFailing?: boolean;
  complete(request: ModelRequest, signal: AbortSignal): Promise<string>;
  /** The parts as they come. An iteration that is given up breaks the request off. */
  stream(request: ModelRequest, signal: AbortSignal): AsyncIterable<ModelPart>;
}

import type { JsonObject } from '../json-object.ts';
import type { LastCall } from '../last-call.ts';

/** A tool that a model may call; the caller executes it. */
export interface ModelTool {
  readonly name: string;
  readonly description: string;
  /** JSON Schema of its arguments object. */
  readonly inputSchema: Readonly<Record<string, unknown>>;
}

/** A call made by a model. */
export interface ToolCall {
  readonly id: string;
  readonly tool: string;
  /** Arguments as the model wrote them, supposedly JSON. */
  readonly input: string;
  /** Signature of the thought behind the call: Gemini rejects a returned call without it. */
  readonly signature?: string;
}

/** Result of a call as it is passed to the model. */
export interface ToolOutcome {
  readonly call: ToolCall;
  readonly text: string;
}

/** One turn of a conversation with a model. */
export type ModelMessage =
  | { readonly role: 'user'; readonly text: string }
  | {
      readonly role: 'assistant';
      readonly text: string;
      readonly calls?: readonly ToolCall[];
      /** Its reasoning before these calls, from the `end` part. */
      readonly thoughts?: JsonObject | null;
    }
  | { readonly role: 'tools'; readonly outcomes: readonly ToolOutcome[] };

/** Has no token limit: the name of that parameter depends on the model, and a model with another name rejects the request. */
export interface ModelRequest {
  /** The system message. */
  readonly instructions: string;
  readonly messages: readonly ModelMessage[];
  readonly tools?: readonly ModelTool[];
  /** Default: true. Tools are listed even if no further calls are allowed: Claude rejects past calls without them. */
  readonly mayCall?: boolean;
  /**
   * Asked before the request is sent once more, up to a minute after the first time: whether everything in it may still be told.
   * If not, the failure of the last attempt is thrown. Omitted: it contains nothing that is stored.
   */
  readonly mayRepeat?: () => Promise<boolean>;
}

/** Token counts of the endpoint; null if it reports none. */
export interface ModelUsage {
  readonly promptTokens: number | null;
  readonly completionTokens: number | null;
}

/** A response hit a limit of the model, or its endpoint withheld the rest, such as a filter of contents does. */
export type ModelCut = 'LIMIT' | 'WITHHELD';

export type ModelPart =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'call'; readonly call: ToolCall }
  /**
   * The last part. `cut` says why the response is incomplete; null: it is complete. `thoughts` are fields specific to the endpoint, to
   * be sent back with the calls of this response; opaque to everyone else.
   */
  | {
      readonly type: 'end';
      readonly cut: ModelCut | null;
      readonly usage: ModelUsage;
      readonly thoughts: JsonObject | null;
    };

/**
 * A language model: one request, one response. Both methods retry failures before the first part, except timeouts, and finally
 * throw LanguageModelError; if the signal aborts, they throw its reason.
 */
export interface LanguageModel {
  /** The name in `AskInput.model`. */
  readonly name: string;
  /** Omitted: unknown. */
  readonly lastCall?: LastCall;
  complete(request: ModelRequest, signal: AbortSignal): Promise<string>;
  /** Yields the parts as they arrive. Ending the iteration early aborts the request. */
  stream(request: ModelRequest, signal: AbortSignal): AsyncIterable<ModelPart>;
}

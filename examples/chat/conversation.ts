/** What the chat clients of this folder have in common: the operations, and what they answer. */

export interface Message {
  readonly id: string;
  readonly seq: number;
  readonly role: string;
  readonly speaker: string | null;
  readonly content: string;
}

export interface Loaded {
  readonly conversation: {
    readonly id: string;
    /** Where the events stood when the messages were read: what is followed from here has no gap to them. */
    readonly eventsCursor: string;
    readonly messages: { readonly edges: readonly { readonly node: Message }[] };
  } | null;
}

export interface Told {
  readonly conversationEvents: {
    readonly __typename: string;
    readonly cursor: string;
    /** Of MessageAppended. */
    readonly message?: Message;
    /** Of ConversationChanged. */
    readonly changed?: readonly string[];
  };
}

export interface Appended {
  readonly appendMessages: {
    /** Of an error. */
    readonly message?: string;
  };
}

/** Codes of what ends a stream for good. */
export const over: ReadonlySet<string> = new Set(['GONE', 'NOT_FOUND']);

const message = 'id seq role speaker content';

export const loadConversation = `query ($id: ID!) {
  conversation(id: $id) {
    id
    eventsCursor
    messages(last: 50) { edges { node { ${message} } } }
  }
}`;

export const followConversation = `subscription ($id: ID!, $after: String) {
  conversationEvents(conversationId: $id, after: $after) {
    __typename
    ... on StreamEvent { cursor }
    ... on MessageAppended { message { ${message} } }
    ... on ConversationChanged { changed }
  }
}`;

export const appendMessage = `mutation ($input: AppendMessagesInput!) {
  appendMessages(input: $input) {
    ... on AppendMessagesPayload { messages { id } }
    ... on Error { message }
  }
}`;

/** Shows each message once, in order, however often it is told: by its number in the conversation. */
export function showOnce(show: (message: Message) => void): (message: Message) => void {
  let shown = 0;
  return (message) => {
    if (message.seq <= shown) return;
    shown = message.seq;
    show(message);
  };
}

/** What kind of context a message asks for: it decides how much is looked for. */
export type QueryClass = 'SIMPLE' | 'COMPLEX' | 'NEW_CONVERSATION';

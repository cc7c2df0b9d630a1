/** The texts of the operations that the import uses. */
const error = '... on Error { code message }';
const conflict = '... on ConflictError { current { id } }';
const page = 'pageInfo { hasNextPage endCursor }';
const fact = 'id content status validFrom validTo metadata supersededBy { id }';

export const account = '{ viewer { account } }';

export const collection = 'query ($id: ID!) { collection(id: $id) { id } }';
export const collectionByKey = 'query ($key: String!) { collectionByKey(key: $key) { id } }';
export const createCollection = `mutation ($input: CreateCollectionInput!) { createCollection(input: $input) {
  ... on CreateCollectionPayload { collection { id } } ${error} } }`;

export const conversationByKey = `query ($collectionId: ID!, $key: String!) {
  conversationByKey(collectionId: $collectionId, key: $key) { id } }`;
export const createConversation = `mutation ($input: CreateConversationInput!) { createConversation(input: $input) {
  ... on CreateConversationPayload { conversation { id } } ${error} } }`;
export const conversations = `query ($id: ID!, $after: String) { collection(id: $id) {
  conversations(first: 100, after: $after) { ${page} edges { node { id key } } } } }`;

export const messages = `query ($id: ID!, $after: String) { conversation(id: $id) {
  messages(first: 100, after: $after) { ${page} edges { node { id metadata } } } } }`;
export const learntFrom = `query ($id: ID!) { node(id: $id) {
  ... on Message { remembered(first: 100) { id metadata } } } }`;
export const append = `mutation ($input: AppendMessagesInput!) { appendMessages(input: $input) {
  ... on AppendMessagesPayload { messages { id } } ... on ValidationError { issues { path message } } ${error} } }`;

export const facts = `query ($id: ID!, $after: String) { collection(id: $id) {
  memories(first: 100, after: $after, orderBy: CREATED_ASC, filter: { metadata: {}, statuses: [CURRENT, SUPERSEDED, FORGOTTEN] }) {
    ${page} edges { node { ${fact} } } } } }`;
export const add = `mutation ($input: AddMemoriesInput!) { addMemories(input: $input) {
  ... on AddMemoriesPayload { results { ... on AddMemoryPayload { outcome memory { id status metadata } } ${error} } } ${error} } }`;

const change = (name: string) => {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  return `mutation ($input: ${type}Input!) { ${name}(input: $input) {
    ... on ${type}Payload { memory { ${fact} } } ${conflict} ${error} } }`;
};
export const supersede = change('supersedeMemory');
export const update = change('updateMemory');
export const restore = change('restoreMemory');
export const forget = change('forgetMemory');

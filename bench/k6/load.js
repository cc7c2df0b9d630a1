// The load of `npm run load` for users of k6 (1.6 or newer), against a running server. Its rate limits must be
// raised (RATE_LIMIT_PRO), and each line of TOKENS is a token of an account of its own. k6 resolves a relative path against the
// folder of this script, so give an absolute one:
//
//   for user in $(seq 100); do npm run --silent token -- --user "k6-$user" --plan pro | tail -n 1; done > tokens.txt
//   k6 run -e TOKENS="$PWD/tokens.txt" -e PROFILE=chat bench/k6/load.js
//
// ENDPOINT (default http://127.0.0.1:4000/graphql), PROFILE (throughput or chat), RATE (250 requests a second), DURATION (60s).

import { check, sleep } from 'k6';
import { scenario } from 'k6/execution';
import http from 'k6/http';
import { Counter, Trend } from 'k6/metrics';
import { WebSocket } from 'k6/websockets';

const endpoint = __ENV.ENDPOINT || 'http://127.0.0.1:4000/graphql';
const duration = __ENV.DURATION || '60s';
const seconds = (text) => Number(text.slice(0, -1)) * { s: 1, m: 60, h: 3600 }[text.slice(-1)];
// The load begins when all follow, and they follow a little longer, so that the events of the last saves still arrive.
const [followFirst, followLast] = [5, 5];
const followed = followFirst + seconds(duration) + followLast;
const chat = __ENV.PROFILE === 'chat';
const tokens = open(__ENV.TOKENS)
  .split('\n')
  .filter((line) => line !== '');

const times = {};
for (const kind of ['search', 'add', 'context', 'list', 'ask']) times[kind] = new Trend(`${kind}_ms`, true);
const kept = new Counter('kept_answers');
const saved = new Counter('memories_saved');
const told = new Counter('memories_told');
const failed = new Counter('failures');

const users = chat
  ? { executor: 'constant-vus', exec: 'think', vus: tokens.length, duration }
  : {
      executor: 'constant-arrival-rate',
      exec: 'act',
      rate: Number(__ENV.RATE || 250),
      duration,
      preAllocatedVUs: tokens.length,
      maxVUs: 4 * tokens.length,
    };

export const options = {
  // Each account is filled in turn, with 500 memories.
  setupTimeout: '10m',
  scenarios: {
    users: { ...users, startTime: `${followFirst}s` },
    followers: {
      executor: 'per-vu-iterations',
      exec: 'follow',
      vus: tokens.length,
      iterations: 1,
      maxDuration: `${followed + 60}s`,
    },
  },
  thresholds: {
    failures: ['count<1'],
    http_req_duration: chat ? ['p(95)<60'] : ['p(95)<150', 'p(99)<400'],
  },
};

const subjects = ['kettle', 'garden', 'violin', 'train', 'recipe', 'harbour', 'letter', 'winter', 'bicycle', 'lantern'];
const pick = (all) => all[Math.floor(Math.random() * all.length)];
const sentence = (n) => `${pick(subjects)} ${pick(subjects)} number ${n} was talked about near the ${pick(subjects)}`;
/** Seven of ten questions have been asked before. */
const question = () =>
  Math.random() < 0.7
    ? `What was said about the ${subjects[Math.floor(Math.random() * 10)]}?`
    : `What about the ${pick(subjects)} and the ${pick(subjects)} number ${Math.floor(Math.random() * 1e9)}?`;

const documents = {
  createCollection: `mutation CreateCollection($input: CreateCollectionInput!) {
    createCollection(input: $input) { ... on CreateCollectionPayload { collection { id } } ... on Error { message } } }`,
  addMemories: `mutation AddMemories($input: AddMemoriesInput!) {
    addMemories(input: $input) { ... on AddMemoriesPayload { created } ... on Error { message } } }`,
  search: `query Search($input: SearchInput!) {
    search(input: $input, first: 10) { failedArms edges { score node { id content speaker validFrom } } } }`,
  add: `mutation Add($input: AddMemoryInput!) {
    addMemory(input: $input) { ... on AddMemoryPayload { memory { id } } ... on Error { message } } }`,
  context: `query Context($input: ContextInput!) { context(input: $input) { queryClass text sections { strategy timedOut } } }`,
  list: `query Memories($ids: [ID!]) {
    memories(collectionIds: $ids, first: 20) { edges { node { id content kind speaker createdAt tags } } } }`,
  converse: `mutation Converse($input: CreateConversationInput!) {
    createConversation(input: $input) { ... on CreateConversationPayload { conversation { id } } ... on Error { message } } }`,
  ask: `mutation Ask($input: AskInput!) { ask(input: $input) { ... on AskPayload { run { id } } ... on Error { message } } }`,
  follow: `subscription CollectionEvents($id: ID!) {
    collectionEvents(collectionId: $id) { __typename ... on MemoryAdded { memory { id content } } } }`,
};

/** Creates a collection with some memories for each account. */
export function setup() {
  return tokens.map((token, user) => {
    const { createCollection } = post(token, 'createCollection', { input: { name: 'k6' } });
    const collectionId = createCollection.collection.id;
    const memories = Array.from({ length: 500 }, (_, n) => ({ content: sentence(`${user}, ${n} of ${Date.now()}`) }));
    post(token, 'addMemories', { input: { collectionId, memories } });
    return { token, collectionId };
  });
}

function post(token, name, variables, trend) {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
  const response = http.post(endpoint, JSON.stringify({ query: documents[name], variables }), {
    headers,
    tags: { name },
  });
  const body = response.status === 200 ? response.json() : null;
  const field = body?.data && Object.values(body.data)[0];
  const good = check(response, { 'answered without an error': () => Boolean(field) && !body.errors && !field.message });
  if (!good) failed.add(1);
  if (trend) trend.add(response.timings.duration);
  if (response.headers['X-Response-Cache'] === 'hit') kept.add(1);
  return body?.data ?? {};
}

/** One action of a user: 60 % searches, 15 % adds, 10 % contexts, 10 % lists, 5 % questions. */
export function act(accounts) {
  const { token, collectionId } = chat ? accounts[(__VU - 1) % accounts.length] : pick(accounts);
  const ids = [collectionId];
  const chance = Math.random();
  if (chance < 0.6) post(token, 'search', { input: { query: question(), collectionIds: ids } }, times.search);
  else if (chance < 0.75) {
    const memory = { content: sentence(`${__VU}, ${__ITER} of ${Date.now()}`) };
    const { addMemory } = post(token, 'add', { input: { collectionId, memory } }, times.add);
    if (addMemory?.memory) saved.add(1);
  } else if (chance < 0.85)
    post(token, 'context', { input: { message: question(), collectionIds: ids } }, times.context);
  else if (chance < 0.95) post(token, 'list', { ids }, times.list);
  else {
    const { createConversation } = post(token, 'converse', { input: { collectionId } });
    const conversationId = createConversation?.conversation?.id;
    if (conversationId) post(token, 'ask', { input: { conversationId, message: question() } }, times.ask);
  }
}

/** One action of a user who thinks first. */
export function think(accounts) {
  sleep(2 + 6 * Math.random());
  act(accounts);
}

/** A user's subscription: its events must match the saves (`memories_told`, `memories_saved`). */
export function follow(accounts) {
  // Not by __VU: the numbers of this scenario's VUs have gaps, since both scenarios take them from one pool.
  const { token, collectionId } = accounts[scenario.iterationInTest];
  const socket = new WebSocket(endpoint.replace(/^http/, 'ws'), 'graphql-transport-ws');
  const send = (message) => socket.send(JSON.stringify(message));
  socket.onopen = () => send({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } });
  socket.onmessage = ({ data }) => {
    const { type, payload } = JSON.parse(data);
    if (type === 'ping') send({ type: 'pong' });
    if (type === 'connection_ack') {
      send({ id: '1', type: 'subscribe', payload: { query: documents.follow, variables: { id: collectionId } } });
    }
    if (type === 'next' && payload.data.collectionEvents.__typename === 'MemoryAdded') told.add(1);
    if (type === 'error') failed.add(1);
  };
  socket.onerror = () => failed.add(1);
  setTimeout(() => socket.close(), followed * 1000);
}

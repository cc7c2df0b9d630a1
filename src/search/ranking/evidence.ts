import { IdfTable } from './idf.ts';
import { Neighbourhood } from './neighbourhood.ts';
import { hasAssistant } from './profile.ts';
import { type PieceSimilarity, softMatch } from './soft-match.ts';
import { type Asked, type StageOne, stageOne } from './stage-one.ts';
import type { Turn } from './turn.ts';

/** What is known of all turns before features are looked at, each as a share of the pool's best. */
export interface Evidence extends StageOne {
  readonly turns: readonly Turn[];
  /** Where the members of the pool stand among the turns. */
  readonly members: Int32Array;
  readonly asked: Asked;
  readonly near: Neighbourhood;
  /** Soft match by the turn's own pieces: ms of the recipe. */
  readonly match: Float64Array;
  /** With its neighbours': msw2. */
  readonly windowMatch: Float64Array;
  /** The largest smoothed score in the turn's session: smax. */
  readonly sessionBest: Float64Array;
  /** Whether roles tell a user from an assistant. */
  readonly assisted: boolean;
  /** What is known of how rare words are. */
  readonly idfs: IdfTable;
}

export function evidenceOf(
  turns: readonly Turn[],
  asked: Asked,
  similarity: PieceSimilarity,
  idfs = new IdfTable(),
): Evidence {
  const sessions = sessionNumbers(turns);
  const members = membersOf(turns);
  const near = new Neighbourhood(turns, sessions);
  const first = stageOne(turns, near, asked);
  const { question, scope } = asked;
  const { own, window } = softMatch(turns, near, { pieces: question.pieces, scope, similarity });
  toSharesOfBest(own, members);
  toSharesOfBest(window, members);
  return {
    ...first,
    turns,
    members,
    asked,
    near,
    match: own,
    windowMatch: window,
    sessionBest: bestOfSessions(first.smoothed, sessions),
    assisted: hasAssistant(scope.participants),
    idfs,
  };
}

function membersOf(turns: readonly Turn[]): Int32Array {
  const members = new Int32Array(turns.length);
  let count = 0;
  for (let index = 0; index < turns.length; index++) if (turns[index]?.inPool) members[count++] = index;
  return members.subarray(0, count);
}

/** Numbers from 0 on for the sessions of the turns. */
function sessionNumbers(turns: readonly Turn[]): Int32Array {
  const numbers = new Map<number, number>();
  const sessions = new Int32Array(turns.length);
  for (let index = 0; index < turns.length; index++) {
    const session = turns[index]?.session ?? 0;
    let number = numbers.get(session);
    if (number === undefined) {
      number = numbers.size;
      numbers.set(session, number);
    }
    sessions[index] = number;
  }
  return sessions;
}

/** Each value over the largest in the pool. */
function toSharesOfBest(values: Float64Array, members: Int32Array): void {
  let best = 0;
  for (let member = 0; member < members.length; member++) best = Math.max(best, values[members[member] ?? 0] ?? 0);
  if (best > 0) for (let index = 0; index < values.length; index++) values[index] = (values[index] ?? 0) / best;
}

function bestOfSessions(values: Float64Array, sessions: Int32Array): Float64Array {
  const best = new Float64Array(values.length);
  for (let index = 0; index < values.length; index++) {
    const session = sessions[index] ?? 0;
    best[session] = Math.max(best[session] ?? 0, values[index] ?? 0);
  }
  const own = new Float64Array(values.length);
  for (let index = 0; index < values.length; index++) own[index] = best[sessions[index] ?? 0] ?? 0;
  return own;
}

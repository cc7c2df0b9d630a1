import { isComplex, opensConversation } from './classify.ts';
import type { ContextPlan, ContextRequest, PlannedStrategy, QueryClass } from './context.ts';
import { tellsBesideAsking } from './question-parts.ts';

/** Whether the conversation has earlier messages; `unknown` if the caller names no conversation. */
export type History = 'none' | 'some' | 'unknown';

/** Everything that a plan depends on. */
export interface PlanningGround {
  readonly queryClass: QueryClass;
  /** Whether the message has several parts, or needs more than one search for another reason. */
  readonly complex: boolean;
  /** Whether it contains statements beside its questions: then each is also searched for by itself. */
  readonly tellsBeside: boolean;
  /** Whether the message is a greeting or the like: a search for it would find nothing relevant. */
  readonly opening: boolean;
  /** Whether the conversation is stored here. */
  readonly hasConversation: boolean;
  /** Whether it is asked as of another time than now, of which narratives do not tell. */
  readonly atAnotherTime: boolean;
}

type Asked = Pick<ContextRequest, 'message' | 'conversationId' | 'asOf' | 'withoutRecent'>;

/**
 * Reads a message by rules alone. A caller who names no conversation keeps it elsewhere: then the message itself shows whether it opens
 * one.
 */
export function groundIn(
  { message, conversationId, asOf = null, withoutRecent }: Asked,
  history: History,
): PlanningGround {
  const [complex, opening] = [isComplex(message), opensConversation(message)];
  const opens = history === 'none' || (history === 'unknown' && opening);
  return {
    queryClass: opens ? 'NEW_CONVERSATION' : complex ? 'COMPLEX' : 'SIMPLE',
    complex,
    tellsBeside: tellsBesideAsking(message),
    opening,
    hasConversation: history === 'some' && conversationId !== null && !withoutRecent,
    atAnotherTime: asOf !== null,
  };
}

/** Returns the plan that the rules make. */
export const planOfRules = (ground: PlanningGround): ContextPlan => ({
  strategies: strategiesByRules(ground),
  cached: false,
  plannedBy: 'rules',
});

/** Returns the strategies by rules alone, the most direct ones first. */
export function strategiesByRules({
  queryClass,
  complex,
  tellsBeside,
  opening,
  hasConversation,
  atAnotherTime,
}: PlanningGround): PlannedStrategy[] {
  const recent = when(hasConversation, 'RECENT_MESSAGES');
  const parts = when(complex || tellsBeside, 'DEEP_SEARCH');
  const narrative = when(!atAnotherTime, 'NARRATIVE');
  // Also in a conversation that goes on for years.
  if (opening && queryClass !== 'COMPLEX') return [...narrative, 'BOOTSTRAP', ...recent];
  switch (queryClass) {
    case 'SIMPLE':
      return ['SEARCH', ...parts, ...recent];
    case 'COMPLEX':
      return ['SEARCH', 'DEEP_SEARCH', 'GRAPH', ...narrative, ...recent];
    case 'NEW_CONVERSATION':
      return ['SEARCH', ...parts, ...when(complex, 'GRAPH'), ...narrative, 'BOOTSTRAP'];
  }
}

const when = (wanted: boolean, strategy: PlannedStrategy): PlannedStrategy[] => (wanted ? [strategy] : []);

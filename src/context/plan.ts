import type { ContextStrategy } from './context.ts';
import type { QueryClass } from './query-class.ts';

/** What there is to plan with. */
export interface PlanningGround {
  readonly queryClass: QueryClass;
  /** Whether the message has several parts, or needs more than one search for another reason. */
  readonly complex: boolean;
  /** Whether the message is a greeting or the like: a search for it would find nothing that has to do with it. */
  readonly opening: boolean;
  /** Whether the conversation is known here. */
  readonly hasConversation: boolean;
  readonly hasGraph: boolean;
}

/** Most strategies of a plan. */
export const mostStrategies = 6;

/** A plan by rules alone, what answers most directly first. */
export function planByRules({
  queryClass,
  complex,
  opening,
  hasConversation,
  hasGraph,
}: PlanningGround): ContextStrategy[] {
  const recent: ContextStrategy[] = hasConversation ? ['RECENT_MESSAGES'] : [];
  const graph: ContextStrategy[] = hasGraph ? ['GRAPH'] : [];
  switch (queryClass) {
    case 'SIMPLE':
      return ['SEARCH', ...recent];
    case 'COMPLEX':
      return ['SEARCH', 'DEEP_SEARCH', ...graph, 'NARRATIVE', ...recent];
    case 'NEW_CONVERSATION':
      if (opening) return ['NARRATIVE', 'BOOTSTRAP'];
      return ['SEARCH', ...(complex ? (['DEEP_SEARCH', ...graph] as const) : []), 'NARRATIVE', 'BOOTSTRAP'];
  }
}

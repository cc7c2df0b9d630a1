import { classify, type History, isComplex, opensConversation } from './classify.ts';
import type { PlannedStrategy, QueryClass } from './context.ts';
import { tellsBesideAsking } from './question-parts.ts';

/** Properties of a message that its plan depends on. */
interface MessageGround {
  readonly queryClass: QueryClass;
  /** Whether the message has several parts, or needs more than one search for another reason. */
  readonly complex: boolean;
  /** Whether it contains statements beside its questions: then each is also searched for by itself. */
  readonly tellsBeside: boolean;
  /** Whether the message is a greeting or the like: a search for it would find nothing relevant. */
  readonly opening: boolean;
}

/** Everything that a plan depends on. */
export interface PlanningGround extends MessageGround {
  /** Whether the conversation is stored here. */
  readonly hasConversation: boolean;
}

export const groundIn = (message: string, history: History): MessageGround => ({
  queryClass: classify(message, history),
  complex: isComplex(message),
  tellsBeside: tellsBesideAsking(message),
  opening: opensConversation(message),
});

/** Returns a plan by rules alone, the most direct strategies first. */
export function planByRules({
  queryClass,
  complex,
  tellsBeside,
  opening,
  hasConversation,
}: PlanningGround): PlannedStrategy[] {
  const recent = when(hasConversation, 'RECENT_MESSAGES');
  const parts = when(complex || tellsBeside, 'DEEP_SEARCH');
  switch (queryClass) {
    case 'SIMPLE':
      return ['SEARCH', ...parts, ...recent];
    case 'COMPLEX':
      return ['SEARCH', 'DEEP_SEARCH', 'GRAPH', 'NARRATIVE', ...recent];
    case 'NEW_CONVERSATION':
      if (opening) return ['NARRATIVE', 'BOOTSTRAP'];
      return ['SEARCH', ...parts, ...when(complex, 'GRAPH'), 'NARRATIVE', 'BOOTSTRAP'];
  }
}

const when = (wanted: boolean, strategy: PlannedStrategy): PlannedStrategy[] => (wanted ? [strategy] : []);

import { classify, complexityOf, type History, opensConversation } from './classify.ts';
import type { ContextStrategy, QueryClass } from './context.ts';
import { tellsBesideAsking } from './question-parts.ts';

/** What a message gives to plan with. */
interface MessageGround {
  readonly queryClass: QueryClass;
  /** Whether the message has several parts, or needs more than one search for another reason. */
  readonly complex: boolean;
  /** Whether it tells something beside what it asks: each is searched for by itself, too. */
  readonly tellsBeside: boolean;
  /** Whether the message is a greeting or the like: a search for it would find nothing that has to do with it. */
  readonly opening: boolean;
}

/** What there is to plan with. */
export interface PlanningGround extends MessageGround {
  /** Whether the conversation is known here. */
  readonly hasConversation: boolean;
}

export const groundIn = (message: string, history: History): MessageGround => ({
  queryClass: classify(message, history),
  complex: complexityOf(message) >= 1,
  tellsBeside: tellsBesideAsking(message),
  opening: opensConversation(message),
});

/** A plan by rules alone, what answers most directly first. */
export function planByRules({
  queryClass,
  complex,
  tellsBeside,
  opening,
  hasConversation,
}: PlanningGround): ContextStrategy[] {
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

const when = (wanted: boolean, strategy: ContextStrategy): ContextStrategy[] => (wanted ? [strategy] : []);

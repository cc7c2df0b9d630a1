import type { NarratorParts } from '../context/narrator.ts';
import type { Config } from '../platform/config/config.ts';
import type { LanguageModel } from '../platform/language-model/language-model.ts';

/** How narratives are written in the background. */
export type Narration = Omit<NarratorParts, 'db' | 'isPaused' | 'log'>;

/** Least time between unrequested narratives of a collection that keeps changing. */
const restMinutes = 15;

export const wireNarration = ({ context }: Pick<Config, 'context'>, model: LanguageModel | null): Narration => ({
  atOnce: context.narrativesAtOnce,
  activeHours: context.activeHours,
  restMinutes,
  model,
});

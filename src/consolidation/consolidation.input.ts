import { z } from 'zod';
import type { Given } from '../platform/validation.ts';
import { stepOrder } from './consolidation.ts';

/** Maximum number of proposals that one call can name. */
const maxNamed = 1_000;

const ids = z
  .array(z.string())
  .min(1, 'is empty: name at least one')
  .max(maxNamed, `must have at most ${maxNamed} ids`);

export const startConsolidationInput = z.object({
  dryRun: z.boolean(),
  steps: z
    .array(z.enum(stepOrder))
    .min(1, 'is empty: name at least one, or omit it for the default steps')
    .transform((steps) => stepOrder.filter((step) => steps.includes(step)))
    .nullish(),
});

/** Input of callers; the collection is a database key. */
export type StartConsolidation = Given<typeof startConsolidationInput> & { readonly collectionId: string };

/** Omitted or null: all. */
export const someProposals = z.object({ proposalIds: ids.nullish() });

export const namedProposals = z.object({ proposalIds: ids });

import { builder } from '../graphql/builder.ts';
import { loadFound } from '../graphql/loader.ts';
import { MemoryRef } from '../memory/memory.schema.ts';
import { isCurrent } from '../memory/memory.ts';
import { mostOutdating } from './probably-outdated.ts';

builder.objectField(MemoryRef, 'probablyOutdatedBy', (t) =>
  t.field({
    type: [MemoryRef],
    description: `CURRENT memories, valid now, that have probably ended or changed what this one says, those stored last first, at most ${mostOutdating}: the evidence of proposals to retire it on which nobody has decided. A context shows them right behind it.`,
    complexity: { field: 1, multiplier: mostOutdating },
    resolve: async ({ id }, _args, { loaders }) => {
      const outdated = await loaders.probablyOutdated.load(id);
      const found = await loadFound(
        loaders.memory,
        outdated.map(({ byId }) => byId),
      );
      return found.filter(isCurrent);
    },
  }),
);

import type { CodegenConfig } from '@graphql-codegen/cli';
import scalars from './client/codegen-scalars.json' with { type: 'json' };

/** Typed documents of the examples. Those of tests have no types: looking for them in all tests took most of the time. */
const config: CodegenConfig = {
  schema: 'schema.graphql',
  documents: ['examples/**/*.graphql'],
  ignoreNoDocuments: true,
  generates: {
    'tests/generated/': {
      preset: 'client',
      presetConfig: { fragmentMasking: false },
      config: {
        scalars,
        enumsAsTypes: true,
        useTypeImports: true,
        importExtension: '.ts',
        strictScalars: true,
        defaultScalarType: 'unknown',
      },
    },
  },
};

export default config;

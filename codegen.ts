import type { CodegenConfig } from '@graphql-codegen/cli';
import scalars from './client/codegen-scalars.json' with { type: 'json' };

/** Typed documents for tests and examples. */
const config: CodegenConfig = {
  schema: 'schema.graphql',
  documents: ['examples/**/*.graphql', 'tests/**/*.ts', '!tests/generated/**'],
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

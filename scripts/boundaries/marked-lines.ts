import { type ParseResult, Visitor } from 'oxc-parser';

type LineOf = (at: number) => number;

/** Lines with `process.env`, `{ env } = process` or an import of node:process. */
export function linesReadingEnvironment({ module, program }: ParseResult, lineOf: LineOf): number[] {
  const lines = module.staticImports
    .filter(({ moduleRequest }) => /^(node:)?process$/.test(moduleRequest.value))
    .map(({ start }) => lineOf(start));
  new Visitor({
    MemberExpression: ({ object, property, start }) => {
      const name = property.type === 'Identifier' ? property.name : property.type === 'Literal' && property.value;
      if (name === 'env' && object.type === 'Identifier' && object.name === 'process') lines.push(lineOf(start));
    },
    VariableDeclarator: ({ id, init, start }) => {
      if (init?.type !== 'Identifier' || init.name !== 'process' || id.type !== 'ObjectPattern') return;
      const names = id.properties.map(
        (part) => part.type === 'Property' && part.key.type === 'Identifier' && part.key.name,
      );
      if (names.includes('env')) lines.push(lineOf(start));
    },
  }).visit(program);
  return lines;
}

/** Lines with `x as T` (but not `as const`), `<T>x`, `x!` or `x!: T`. */
export function linesAssertingTypes({ program }: ParseResult, lineOf: LineOf): number[] {
  const lines: number[] = [];
  const mark = ({ start }: { readonly start: number }) => lines.push(lineOf(start));
  new Visitor({
    TSAsExpression: (node) => {
      const { typeAnnotation: type } = node;
      const name = type.type === 'TSTypeReference' && type.typeName.type === 'Identifier' && type.typeName.name;
      if (name !== 'const') mark(node);
    },
    TSTypeAssertion: mark,
    TSNonNullExpression: mark,
    VariableDeclarator: (node) => node.definite && mark(node),
    PropertyDefinition: (node) => node.definite && mark(node),
  }).visit(program);
  return lines;
}

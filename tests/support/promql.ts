import type { SyntaxNode } from '@lezer/common';
import { parser } from '@prometheus-io/lezer-promql';

/** What an expression queries. */
interface Asked {
  readonly metrics: readonly string[];
  /** Labels in matchers and in groupings. */
  readonly labels: readonly string[];
  /** Parts that Prometheus would reject. */
  readonly mistakes: readonly string[];
}

/** Parses an expression with Prometheus' own grammar. */
export function readPromql(expression: string): Asked {
  const metrics = new Set<string>();
  const labels = new Set<string>();
  const mistakes: string[] = [];
  const textOf = ({ from, to }: SyntaxNode) => expression.slice(from, to);
  parser.parse(expression).iterate({
    enter: ({ node }) => {
      if (node.type.isError) mistakes.push(`${expression.slice(0, node.from)}⚠${expression.slice(node.from)}`);
      if (node.name === 'Identifier' && node.parent?.name === 'VectorSelector') metrics.add(textOf(node));
      if (node.name === 'LabelName') labels.add(textOf(node));
    },
  });
  return { metrics: [...metrics], labels: [...labels], mistakes };
}

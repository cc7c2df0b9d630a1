/** A metric as a server exposes it. */
export interface ToldMetric {
  readonly type: string;
  /** Labels of its samples except `le`. Null if it has no samples now. */
  readonly labels: ReadonlySet<string> | null;
}

/** Parses the output of `/metrics`. Returns metrics by name. */
export function readPrometheusText(text: string): Map<string, ToldMetric> {
  const lines = text.split('\n');
  const types = lines.flatMap((line) => {
    const [, name = '', type = ''] = /^# TYPE (\S+) (\S+)$/.exec(line) ?? [];
    return name === '' ? [] : [[name, type] as const];
  });
  const samples = lines.flatMap((line) => {
    const [, name = '', inside = ''] = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? \S+$/.exec(line) ?? [];
    return name === '' ? [] : [{ name, labels: [...inside.matchAll(/(\w+)="/g)].map(([, label = '']) => label) }];
  });
  return new Map(types.map(([name, type]) => [name, { type, labels: labelsOf(name, type, samples) }]));
}

function labelsOf(name: string, type: string, samples: readonly { name: string; labels: string[] }[]) {
  const sampled = type === 'histogram' || type === 'summary' ? [`${name}_count`, name] : [name];
  const own = samples.filter((sample) => sampled.includes(sample.name));
  return own.length === 0 ? null : new Set(own.flatMap(({ labels }) => labels).filter((label) => label !== 'quantile'));
}

/** Names under which a metric can be queried. */
export const queriesOf = (name: string, { type }: ToldMetric): string[] =>
  type === 'histogram' ? [`${name}_bucket`, `${name}_count`, `${name}_sum`] : [name];

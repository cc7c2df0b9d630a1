/** A metric as a server exposes it. */
export interface ToldMetric {
  readonly type: string;
  /** Labels of its samples except `le`. Null if it has no samples now. */
  readonly labels: ReadonlySet<string> | null;
}

interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** Parses the samples in the output of `/metrics`. */
export const readSamples = (text: string): Sample[] =>
  text.split('\n').flatMap((line) => {
    const [, name, inside = '', value] = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)$/.exec(line) ?? [];
    if (name === undefined) return [];
    const labels = [...inside.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, label = '', of = '']) => [label, of]);
    return [{ name, labels: Object.fromEntries(labels), value: Number(value) }];
  });

/** Parses the output of `/metrics`. Returns metrics by name. */
export function readPrometheusText(text: string): Map<string, ToldMetric> {
  const samples = readSamples(text);
  const types = text.split('\n').flatMap((line) => {
    const [, name = '', type = ''] = /^# TYPE (\S+) (\S+)$/.exec(line) ?? [];
    return name === '' ? [] : [[name, type] as const];
  });
  return new Map(types.map(([name, type]) => [name, { type, labels: labelsOf(name, type, samples) }]));
}

function labelsOf(name: string, type: string, samples: readonly Sample[]) {
  const sampled = type === 'histogram' || type === 'summary' ? [`${name}_count`, name] : [name];
  const own = samples.filter((sample) => sampled.includes(sample.name));
  return own.length === 0
    ? null
    : new Set(own.flatMap(({ labels }) => Object.keys(labels)).filter((label) => label !== 'quantile'));
}

/** Names under which a metric can be queried. */
export const queriesOf = (name: string, { type }: ToldMetric): string[] =>
  type === 'histogram' ? [`${name}_bucket`, `${name}_count`, `${name}_sum`] : [name];

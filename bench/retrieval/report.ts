import { verdict } from '../support/figures.ts';
import { share, table } from '../support/table.ts';
import { type Measures, mean, measureNames } from './measures.ts';
import { baselineName, type Judged, type JudgedAnswer } from './run-dialogue.ts';

/** The figures of each dialogue and of all together, a row per ranker, then the targets of a model. Null: they are not meant for this data. */
export function report(dialogues: ReadonlyMap<string, Judged>, model: BenchModel | null): string {
  const all = together(dialogues);
  const sections = [...dialogues].map(([id, judged]) => section(id, judged));
  if (sections.length > 1) sections.push(section('all', all));
  return [...sections, ...categories(all), ...(model === null ? [] : targets(all, model))].join('\n\n');
}

/** Pools the questions of all dialogues, so that each question has the same weight. */
function together(dialogues: ReadonlyMap<string, Judged>): Judged {
  const all = new Map<string, JudgedAnswer[]>();
  for (const judged of dialogues.values()) {
    for (const [name, measures] of judged) all.set(name, [...(all.get(name) ?? []), ...measures]);
  }
  return all;
}

function section(title: string, judged: Judged): string {
  const count = [...judged.values()][0]?.length ?? 0;
  return table([`${title} (${count})`, ...Object.values(measureNames)], [...judged].map(measureRow));
}

function measureRow([name, measures]: readonly [string, readonly Measures[]]): string[] {
  const { r5, r10, r20, mrr, ndcg10, session10, tenSessions } = mean(measures);
  return [name, ...[r5, r10, r20, mrr, ndcg10, session10, tenSessions].map(share)];
}

/** The same figures by category of question, where the data has categories. */
function categories(judged: Judged): string[] {
  const names = new Set([...judged.values()].flatMap((answers) => answers.flatMap(({ category }) => category ?? [])));
  return [...names].sort().map((category) => {
    const own = [...judged].map(
      ([name, answers]) => [name, answers.filter((one) => one.category === category)] as const,
    );
    return section(`category ${category}`, new Map(own));
  });
}

/** Embedding models, with the R@10 that the product must reach with each on LoCoMo. Source: issue 4, "What must be shown". */
const leastR10 = { static: 0.85, onnx: 0.86 } as const;
export const benchModels = ['static', 'onnx'] as const satisfies (keyof typeof leastR10)[];
export type BenchModel = (typeof benchModels)[number];
/** Further minimums on LoCoMo with the default weights. Source: as above. */
const least = { r20: 0.9, mrr: 0.66, session10: 0.93 } as const satisfies Partial<Measures>;
/** Minimum lead over plain BM25 in the same run. Source: as above. */
const leastLead = 0.15;
/** Minimum of the semantic arm alone: less would mean that it is broken. Source: issue 3. */
const leastSemantic = 0.4;

/** Targets next to the figures; empty where no mode with a target was measured. */
function targets(judged: Judged, model: BenchModel): string[] {
  const of = (name: string) => mean(judged.get(name) ?? []);
  const { r10, r20, mrr, session10, tenSessions } = of('hybrid');
  const wanted = [
    ['hybrid', 'R@10', r10, leastR10[model]],
    ['hybrid', `R@10, ${baselineName} + ${share(leastLead)}`, r10, of(baselineName).r10 + leastLead],
    ['hybrid', 'R@20', r20, least.r20],
    ['hybrid', 'MRR', mrr, least.mrr],
    ['hybrid', 'session R@10: gold sessions that the first ten turns come from', session10, least.session10],
    ['hybrid', 'session R@10: gold sessions among the first ten sessions', tenSessions, least.session10],
    ['semantic', 'R@10', of('semantic').r10, leastSemantic],
  ] as const;
  const rows = wanted
    .filter(([mode]) => judged.has(mode))
    .map(([mode, measure, value, bound]) => [
      `${mode}, ${measure}`,
      share(value),
      share(bound),
      verdict(value, { least: bound }),
    ]);
  return rows.length === 0 ? [] : [table(['', 'measured', 'at least', ''], rows)];
}

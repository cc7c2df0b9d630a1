import { share, table } from '../support/table.ts';
import { type Measures, mean, measureNames } from './measures.ts';
import { baselineName, type Judged } from './run-dialogue.ts';

/** The figures of each dialogue and of all together, a row for each that ranked, then what must be reached. */
export function report(dialogues: ReadonlyMap<string, Judged>): string {
  const all = together(dialogues);
  const sections = [...dialogues].map(([id, judged]) => section(id, judged));
  if (sections.length > 1) sections.push(section('all', all));
  return [...sections, ...targets(all)].join('\n\n');
}

/** The questions of all dialogues in one list, so that each question counts the same. */
function together(dialogues: ReadonlyMap<string, Judged>): Judged {
  const all = new Map<string, Measures[]>();
  for (const judged of dialogues.values()) {
    for (const [name, measures] of judged) all.set(name, [...(all.get(name) ?? []), ...measures]);
  }
  return all;
}

function section(title: string, judged: Judged): string {
  const count = [...judged.values()][0]?.length ?? 0;
  const rows = [...judged].map(([name, measures]) => {
    const { r5, r10, r20, mrr, ndcg10, session10 } = mean(measures);
    return [name, ...[r5, r10, r20, mrr, ndcg10, session10].map(share)];
  });
  return table([`${title} (${count})`, ...Object.values(measureNames)], rows);
}

/** What must be reached, beside what was; nothing where no mode was asked that has a target. */
function targets(judged: Judged): string[] {
  const r10 = (name: string) => mean(judged.get(name) ?? []).r10;
  const wanted = [
    { name: 'hybrid', least: r10(baselineName) + 0.05, why: `${baselineName} + .05` },
    { name: 'semantic', least: 0.4, why: 'alone' },
  ];
  const rows = wanted
    .filter(({ name }) => judged.has(name))
    .map(({ name, least, why }) => [
      `${name}, ${why}`,
      share(r10(name)),
      share(least),
      r10(name) >= least ? 'reached' : 'missed',
    ]);
  return rows.length === 0 ? [] : [table(['R@10', 'measured', 'at least', ''], rows)];
}

/** The boxes and arrows of a mermaid flowchart whose boxes are labelled with paths. */
interface Picture {
  readonly boxes: readonly string[];
  readonly paths: readonly string[];
  readonly arrows: ReadonlyMap<string, readonly string[]>;
  /** The box of a file: one that names the file or its folder, else that of its kind, else that of an enclosing folder. */
  boxOf(path: string): string;
  /** Whether there is a path of arrows from one box to another. */
  leads(from: string, to: string): boolean;
}

/** Parses the first flowchart of a page. */
export function readPicture(page: string): Picture {
  const chart = /```mermaid\n([\s\S]*?)```/.exec(page)?.[1] ?? '';
  const lines = chart.split('\n').map((line) => line.trim());
  const boxOfPath = new Map<string, string>();
  const arrows = new Map<string, string[]>();
  for (const line of lines) {
    const [, box, label] = /^(\w+)\["([^"]+)"\]$/.exec(line) ?? [];
    if (box && label) for (const path of label.split('<br/>')) boxOfPath.set(path, box);
    const ends = line.split(' --> ');
    for (const [index, to] of ends.slice(1).entries()) {
      const from = ends[index] ?? '';
      arrows.set(from, [...(arrows.get(from) ?? []), to]);
    }
  }

  const boxOf = (path: string): string => {
    const kind = path.replace(/^src\/(?!graphql\/)[^/]+\/(.+\/)?[^/]+(\.\w+\.ts)$/, 'src/*/*$2');
    for (const candidate of [path, kind, ...foldersOf(path)]) {
      const box = boxOfPath.get(candidate);
      if (box) return box;
    }
    throw new Error(`${path} stands in no box of the picture`);
  };

  const leads = (from: string, to: string): boolean =>
    (arrows.get(from) ?? []).some((next) => next === to || leads(next, to));

  return { boxes: [...new Set(boxOfPath.values())], paths: [...boxOfPath.keys()], arrows, boxOf, leads };
}

/** `src/a`, then `src`, for `src/a/b.ts`. */
const foldersOf = (path: string): string[] => {
  const parts = path.split('/');
  return parts.slice(1).map((_, index) => parts.slice(0, -1 - index).join('/'));
};

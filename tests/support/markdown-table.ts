/** Rows of the tables between two headings of a page, as cells. Only rows that begin with code. */
export function tableRows(page: string, heading: string): string[][] {
  const [, section] = page.split(`\n${heading}\n`);
  if (section === undefined) throw new Error(`The page has no heading "${heading}"`);
  const rows = section.split(/^## /m, 1).join('').split('\n');
  return rows
    .filter((line) => line.startsWith('| `'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

/** The code spans of a cell. */
export const codeIn = (cell = ''): string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);

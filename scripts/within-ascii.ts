import { parseSync, Visitor } from 'rolldown/utils';

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** A UTF-16 unit that ASCII does not have. */
const beyond = /[^\0-\x7f]/g;

/**
 * Returns the same JavaScript with an escape for each character beyond ASCII: Node keeps a source that has a single one at two bytes a
 * character, and others at one. In `String.raw` an escape would be text, so such templates become usual ones.
 */
export function withinAscii(code: string): string {
  if (code.search(beyond) < 0) return code;
  return edited(code, editsOfRaw(code)).replace(escapedNeedlessly, '').replace(beyond, escaped);
}

/** A backslash that only stands for what follows: before an escape it would make text of it. */
const escapedNeedlessly = /(?<=(?<!\\)(?:\\\\)*)\\(?=[^\0-\x7f])/g;

const escaped = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** What turns each template of `String.raw` that has a character beyond ASCII into a usual one. */
function editsOfRaw(code: string): readonly Edit[] {
  const edits: Edit[] = [];
  new Visitor({
    TaggedTemplateExpression({ tag, quasi: { quasis } }) {
      if (code.slice(tag.start, tag.end) !== 'String.raw') return;
      if (quasis.every(({ value }) => value.raw.search(beyond) < 0)) return;
      edits.push({ start: tag.start, end: tag.end, text: '' });
      for (const { start, end, value } of quasis)
        edits.push({ start, end, text: value.raw.replace(/[\\`]|\$(?=\{)/g, '\\$&') });
    },
  }).visit(parseSync('bundle.js', code).program);
  return edits;
}

function edited(code: string, edits: readonly Edit[]): string {
  const parts: string[] = [];
  let done = 0;
  for (const { start, end, text } of edits.toSorted((a, b) => a.start - b.start)) {
    parts.push(code.slice(done, start), text);
    done = end;
  }
  return [...parts, code.slice(done)].join('');
}

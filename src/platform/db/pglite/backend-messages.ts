/** An error response of Postgres. */
export class StatementError extends Error {}

const ERROR_RESPONSE = 0x45;
const DATA_ROW = 0x44;

/** Returns the rows of a simple query's response, as text; NULL becomes an empty string. Throws if the response contains an error. */
export function readRows(answer: Buffer): string[][] {
  const rows: string[][] = [];
  let at = 0;
  while (at < answer.length) {
    const end = at + 1 + answer.readUInt32BE(at + 1);
    const body = answer.subarray(at + 5, end);
    if (answer[at] === ERROR_RESPONSE) throw new StatementError(errorText(body));
    if (answer[at] === DATA_ROW) rows.push(readRow(body));
    at = end;
  }
  return rows;
}

function readRow(body: Buffer): string[] {
  const fields: string[] = [];
  let at = 2;
  for (let left = body.readUInt16BE(0); left > 0; left -= 1) {
    const length = Math.max(0, body.readInt32BE(at));
    fields.push(body.toString('utf8', at + 4, at + 4 + length));
    at += 4 + length;
  }
  return fields;
}

/** The field marked with M; each field ends with a zero byte. */
const errorText = (body: Buffer): string =>
  body
    .toString()
    .split('\0')
    .find((field) => field.startsWith('M'))
    ?.slice(1) ?? 'no message';

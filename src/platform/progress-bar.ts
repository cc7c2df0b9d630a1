/** Where a bar is drawn: overwrites the line of a terminal; otherwise writes a line per tenth. */
interface Output {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

const width = 30;
const megabyte = 1_000_000;

/** Draws the progress of a download; may be called at any rate. */
export function progressBar(title: string, output: Output): (received: number, total: number | null) => void {
  let shown = '';
  return (received, total) => {
    const steps = output.isTTY ? width : 10;
    const step = total === null ? Math.floor(received / megabyte) : Math.floor((steps * received) / total);
    const size = total === null ? '' : ` of ${(total / megabyte).toFixed(1)}`;
    const isWhole = received === total;
    const bar = output.isTTY && total !== null ? `[${'#'.repeat(step).padEnd(width)}] ` : '';
    const mark = `${step} ${isWhole}`;
    if (mark === shown) return;
    shown = mark;
    const text = `${title} ${bar}${(received / megabyte).toFixed(1)}${size} MB`;
    output.write(output.isTTY ? `\r\u001b[K${text}${isWhole ? '\n' : ''}` : `${text}\n`);
  };
}

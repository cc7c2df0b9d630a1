/** Where a bar is drawn: a terminal's is written over, what is logged gets a line for each tenth. */
interface Output {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

const width = 30;
const megabyte = 1_000_000;

/** Draws how much of something has come; to be called as often as one likes. */
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

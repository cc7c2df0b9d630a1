/** A rank below `count`: rank r has a probability proportional to 1 / (r + 3), roughly like words of a language. */
export function zipfRank(random: () => number, count: number): number {
  const shift = 3;
  return Math.min(count - 1, Math.floor(shift * ((count + shift) / shift) ** random() - shift));
}

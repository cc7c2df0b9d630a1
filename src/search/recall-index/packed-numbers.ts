/** Numbers below this take one word of 16 bits, those above two: frequent stems were met early and have low numbers. */
const oneWord = 0xc000;
const wordBits = 16;
const wordMask = 0xffff;

/** Numbers from 0 to 2^30 as words of 16 bits. */
export function packNumbers(numbers: readonly number[]): number[] {
  const words: number[] = [];
  for (const number of numbers) {
    if (number < oneWord) words.push(number);
    else words.push(oneWord + ((number - oneWord) >>> wordBits), (number - oneWord) & wordMask);
  }
  return words;
}

export function unpackNumbers(words: Uint16Array): Uint32Array {
  const numbers = new Uint32Array(words.length);
  let length = 0;
  visitNumbers(words, (number) => {
    numbers[length++] = number;
  });
  return length === words.length ? numbers : numbers.subarray(0, length);
}

export function visitNumbers(words: Uint16Array, show: (number: number) => void): void {
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? 0;
    show(word < oneWord ? word : oneWord + (((word - oneWord) << wordBits) | (words[++i] ?? 0)));
  }
}

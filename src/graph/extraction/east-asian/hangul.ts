/** What may directly follow a name in Korean: a form of address, and a particle. */
const particles =
  /(?:씨|님)?이?(?:은|는|가|을|를|와|과|랑|하고|의|도|만|야|아|에|에게|한테|께|께서|에서|로|으로|부터|까지|보다|처럼|예요|에요|입니다|라는|라고|네)?$/u;
const hangul = /^\p{Script=Hangul}{2,}$/u;

/** Returns the parts of a Korean word that may be a name: "지민" of "지민이는", and the whole word. */
export function namesInHangul(word: string): string[] {
  if (!hangul.test(word)) return [];
  const ends = Array.from({ length: word.length - 1 }, (_, index) => index + 2);
  return ends.filter((end) => particles.exec(word.slice(end))?.index === 0).map((end) => word.slice(0, end));
}

/** Spaces that separate groups of digits, including non-breaking ones. */
const blank = String.raw`[ \u00a0\u2009\u202f]`;
/** "4111 1111 1111 1111", "12 345 678 901", "612 34 56 78". */
const number = String.raw`\d{1,4}(?:${blank}\d{2,4}){2,8}`;
/** "DE89 3704 0044 0532 0130 00" */
const account = String.raw`\p{Lu}{2}\d{2}(?:${blank}[\p{Lu}\d]{4}){2,7}(?:${blank}[\p{Lu}\d]{1,3})?`;

const inGroups = new RegExp(
  String.raw`(?<![\p{L}\p{N}+]|[\p{L}\p{N}][.,:/_-])(?:${number}|${account})(?![\p{L}\p{N}]|[.,:/_-][\p{L}\p{N}])`,
  'gu',
);

/** Minimum number of digits: of fewer, each group is as distinctive as the whole, and they are mostly not one number. */
const leastDigits = 7;

/** Appends to each number written in groups of digits the same number without spaces. */
export const withDigitsTogether = (text: string): string =>
  text.replace(inGroups, (given) => {
    const together = given.replace(/\s/gu, '');
    return together.length < leastDigits ? given : `${given} ${together}`;
  });

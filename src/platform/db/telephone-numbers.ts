const start = String.raw`[+(0]|(?:1[-. ])?[2-9]\d\d[-. ]?\d{3}[-. ]?\d{4}(?!\d)|\d{3}-\d{4}(?!\d)`;
const noPartOf = String.raw`(?!0\.|\(?\d{1,4}[./-]\d\d?[./-]\d{1,4}(?![./-]?\d))`;

/** "0171 555-0199", "+49 (0)171/5550199", "(212) 555-0199", "01.42.68.53.00"; no decimal and no date. */
const number = new RegExp(
  String.raw`(?<![\p{L}\p{N}]|[\p{L}\p{N}][.,:/_-])(?=${start})${noPartOf}[+(\d][\d() ./-]{5,24}\d(?![\p{L}\p{N}]|[.,:/_-][\p{L}\p{N}])`,
  'gu',
);

/** As few are of a number of a town, and as few have in common who do not share a telephone. */
const ending = 7;
const mostDigits = 15;

/** Behind each telephone number comes what it ends with, which is the same with and without the code of its country and with any gaps. */
export const withTelephoneEndings = (text: string): string =>
  text.replace(number, (given) => {
    const digits = given.replace(/\D/g, '');
    return digits.length < ending || digits.length > mostDigits ? given : `${given} ${digits.slice(-ending)}`;
  });

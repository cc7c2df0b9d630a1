const above = /[\u0300-\u036f\u0653-\u0655]/gu;
const plain = /^[\0-\x7f]*$/;

/** A text without the accents and the hamzas that many don't type. Also without the dot of "İ", which toLowerCase leaves beside the "i". */
export const folded = (text: string): string =>
  plain.test(text) ? text : text.normalize('NFD').replace(above, '').normalize('NFC');

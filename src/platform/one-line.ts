/** Tag characters. They are visible only in the flag of a region, such as Wales; elsewhere they are an invisible alphabet. */
const tags = /(\u{1F3F4}[\u{E0020}-\u{E007E}]{3,6}\u{E007F})|[\u{E0000}-\u{E007F}]+/gu;
/** Variation selectors change the look of the character before them. After another selector they are invisible, and may encode arbitrary bytes. */
const selectors = /(\p{VS})\p{VS}+/gu;

/** Removes what people cannot see but a model reads: whole instructions can be hidden like this. */
export const withoutUnseen = (text: string): string => text.replace(tags, '$1').replace(selectors, '$1');

/** Puts recalled text into one line, so that it cannot begin a line of its own and look like part of a prompt. */
export const inOneLine = (text: string): string =>
  withoutUnseen(text)
    .replaceAll(/[\s\p{Cc}]+/gu, ' ')
    .trim();

/** The name of a speaker, without anything that could look like its end and the beginning of what was said. */
export const nameInLine = (speaker: string): string => inOneLine(speaker).replaceAll(/:(?=\s|$)|：/gu, '∶');

/** Tags that say nothing to who searches. */
const bareTag = String.raw`\/?(?:[abipqsu]|em|strong|small|code|pre|kbd|su[bp]|[bh]r|h[1-6]|[uod]l|li|d[td]|t[rhd]|table|thead|tbody|div|span|html|head|body|blockquote)\s*\/?>`;

/** What the database takes for the beginning of a tag, but for bare ones. */
const opening = new RegExp(String.raw`<(?=[\p{L}_/])(?!${bareTag})`, 'gu');

/**
 * A text in which no words stand in tags: the database leaves out what is between "<" and the next ">", however far away. "x<y and z>w", `List<User>` and
 * `<div class="hero">` had no words there. Bare tags of HTML, and comments, stay and are left out.
 */
export const withoutTags = (text: string): string => text.replace(opening, '< ');

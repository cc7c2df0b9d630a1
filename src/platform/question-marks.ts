/** Marks that end a question, also those of Chinese, Japanese and Arabic. */
export const questionMarks: readonly string[] = ['?', '？', '؟'];

export const questionMark = new RegExp(`[${questionMarks.join('')}]`, 'u');

/** Question marks, including those of Chinese, Japanese and Arabic. */
export const questionMarks: readonly string[] = ['?', '？', '؟'];

export const questionMark = new RegExp(`[${questionMarks.join('')}]`, 'u');

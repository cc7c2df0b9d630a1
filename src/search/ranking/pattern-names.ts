/** Patterns of memories. The retrieval recipe, stage 2, says which of them ignore case. */
export const patternNames = ['TIME', 'NUM', 'PROP', 'FP', 'SP', 'PAST', 'FUT', 'QUO'] as const;
export type PatternName = (typeof patternNames)[number];

export const ignoringCase: ReadonlySet<PatternName> = new Set(['TIME', 'NUM', 'PAST', 'FUT']);

/** Patterns of questions, which are matched against the question in lower case. */
export const questionPatternNames = ['when', 'many', 'qpast', 'qfut', 'qname_quo', 'qname_prop'] as const;
export type QuestionPatternName = (typeof questionPatternNames)[number];

/** A problem with the settings. `got` is safe to print: secrets are already masked. */
export interface ConfigProblem {
  readonly variable: string;
  readonly got: string;
  readonly takes: string;
}

/** Lists all problems with the settings, one per line. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly ConfigProblem[];

  constructor(problems: readonly ConfigProblem[]) {
    const lines = problems.map(({ variable, got, takes }) => `  ${variable}: got ${got}, takes ${takes}`);
    super(
      `The configuration has ${problems.length === 1 ? 'a problem' : `${problems.length} problems`}:\n${lines.join('\n')}`,
    );
    this.problems = problems;
  }
}

/** Thrown when a single setting is invalid; `takes` describes valid values. Collected into the ConfigError. */
export class SettingError extends Error {
  override readonly name = 'SettingError';
  readonly variable: string;
  readonly takes: string;

  constructor(variable: string, takes: string) {
    super(`${variable} takes ${takes}`);
    this.variable = variable;
    this.takes = takes;
  }
}

/** Reports an invalid variable and what it takes instead. */
export type Report = (variable: string, takes: string) => void;

/** Returns what `read` returns; reports a SettingError and returns null. */
export function reported<T>(report: Report, read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof SettingError)) throw error;
    report(error.variable, error.takes);
    return null;
  }
}

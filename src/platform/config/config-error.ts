/** One thing that is wrong with the settings. `got` is safe to print: secrets are masked before they get here. */
export interface ConfigProblem {
  readonly variable: string;
  readonly got: string;
  readonly takes: string;
}

/** Everything that is wrong with the settings, in one message with a line each. */
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

/** Thrown by what reads a single setting; `takes` says what it could use. Gathered into the ConfigError. */
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

/** Told of a variable and what it takes instead. */
export type Report = (variable: string, takes: string) => void;

/** What is read of a setting; null where it is not to be used, which is reported. */
export function reported<T>(report: Report, read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof SettingError)) throw error;
    report(error.variable, error.takes);
    return null;
  }
}

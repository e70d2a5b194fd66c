/** One command of `esculape`. */
export interface Command {
  readonly name: string;
  /** One French sentence for the help. */
  readonly summary: string;
  /** Arguments as shown in the help, e.g. `chain [--seconds 20]`. */
  readonly usage?: string;
  /** What `--help` tells besides, line by line. */
  readonly help?: readonly string[];
  /** Runs with the words after the command's name; resolves with the exit code. */
  run(args: readonly string[]): Promise<number>;
}

/** Prints one line for the person at the terminal. */
export const print = (line = ''): void => {
  process.stdout.write(`${line}\n`);
};

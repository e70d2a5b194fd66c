/** A setting that the program cannot run with: its message, in French, is all that an operator is told. */
export class ConfigError extends Error {}

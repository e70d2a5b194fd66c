/** One refused field: a JSON-pointer-like path and a sentence for the person. */
export interface FieldProblem {
  readonly field: string;
  readonly code: string;
  readonly message: string;
}

/**
 * A refusal that the caller can act on: a stable code, an HTTP status, a French sentence, the faulty fields.
 * `detail` is logged and never sent.
 */
export class Refusal extends Error {
  readonly code: string;
  readonly status: number;
  readonly fields: readonly FieldProblem[];
  readonly data: Readonly<Record<string, unknown>>;
  readonly detail: string | undefined;

  constructor(options: {
    code: string;
    status: number;
    message: string;
    fields?: readonly FieldProblem[];
    data?: Readonly<Record<string, unknown>>;
    detail?: string;
  }) {
    super(options.message);
    this.name = 'Refusal';
    this.code = options.code;
    this.status = options.status;
    this.fields = options.fields ?? [];
    this.data = options.data ?? {};
    this.detail = options.detail;
  }
}

import type { FileKind } from './files/index.js';

/** What one national file says of one number from one instant to another: the kept cells of its lines. */
export interface Statement {
  readonly idNat: string;
  readonly file: FileKind;
  readonly since: Date;
  readonly until: Date | null;
  /** Whether the savoir-faire of these lines count; they do until a file of savoir-faire is loaded. */
  readonly withSkills: boolean;
  /** Lines of cells, in the order of `KEPT_FIELDS`, each line once, in the order of their texts. */
  readonly content: string;
}

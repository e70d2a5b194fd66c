import type { Difference } from '../../authorities/index.js';

/** How far a value may be shown: to all who may follow, or in part to those who are not the person. */
export type Secrecy = 'open' | 'mail' | 'mobile' | 'restricted';

/** One datum that changed, in words; absent values are absent. */
export interface ChangedField {
  readonly label: string;
  readonly from?: string;
  readonly to?: string;
  readonly secrecy: Secrecy;
}

const ROWS: readonly [pattern: RegExp, label: string, secrecy: Secrecy][] = [
  [/^correspondence\/mail$/, 'Adresse électronique', 'mail'],
  [/^correspondence\/mobile\/e164$/, 'Téléphone mobile', 'mobile'],
  [/^exercises\/\d+\/name$/, 'Nom d’exercice', 'open'],
  [/^exercises\/\d+\/givenName$/, 'Prénom d’exercice', 'open'],
  [/^exercises\/\d+\/profession$/, 'Profession', 'open'],
  [/^exercises\/\d+\/skills\//, 'Savoir-faire', 'open'],
  [/^exercises\/\d+\/activities\/\d+\/structure$/, 'Structure d’exercice', 'open'],
  [/^exercises\/\d+\/activities\/\d+\/(mode|genre|function|role|sector)$/, 'Activité', 'open'],
  [/^correspondence\/address\//, 'Adresse de correspondance', 'restricted'],
  [/^civilStatus\//, 'Identité civile', 'restricted'],
];

const SAID_ONCE: readonly Secrecy[] = ['restricted'];

/**
 * What changed, in words for the tracking page. Fields without a name of their own are told together, without
 * values. In: the differences of one version. Out: one line a datum, none twice.
 */
export function changedFields(differences: readonly Difference[]): ChangedField[] {
  const lines = differences.flatMap((one): ChangedField[] => {
    // What was typed and who gave it follow the number itself.
    if (/^correspondence\/mobile\/(original|source)$/.test(one.field)) return [];
    const [, label = 'Autres données du dossier', secrecy = 'restricted'] =
      ROWS.find(([pattern]) => pattern.test(one.field)) ?? [];
    if (SAID_ONCE.includes(secrecy)) return [{ label, secrecy }];
    return [{ label, secrecy, ...text('from', one.from), ...text('to', one.to) }];
  });
  return [...new Map(lines.map((line) => [JSON.stringify(line), line])).values()];
}

const text = <K extends 'from' | 'to'>(key: K, value: unknown) =>
  (typeof value === 'string' || typeof value === 'number' ? { [key]: String(value) } : {}) as {
    [P in K]?: string;
  };

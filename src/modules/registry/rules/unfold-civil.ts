import { authorityOf, cellReader, type SaidPart, said } from './unfold-lines.js';

const FILE = 'prosanteconnect';
const of = cellReader(FILE);
const ORDER = ['birthName', 'givenNames', 'birthDate', 'mobile', 'ownMail'] as const;

/**
 * Civil status and contacts of the restricted extraction. It does not say who certified the status, nor when: it is one
 * whose certification is asked for, on the day it was read (`day`, YYYY-MM-DD). Lines that disagree: the first one, in
 * the order of their texts, is believed.
 */
export function unfoldCivil(lines: readonly (readonly string[])[], day: string): SaidPart[] {
  const [first] = [...lines].sort(byText);
  if (!first) return [];
  const home = `${of(first, 'profession')}-${of(first, 'category')}`;
  const same = lines.filter((one) => `${of(one, 'profession')}-${of(one, 'category')}` === home);
  const authority = authorityOf(FILE, same);
  const common = { key: authority, authority, file: FILE } as const;
  const contacts = correspondence(first, authority);
  return [
    ...(of(first, 'birthName') && of(first, 'birthDate') && /^[FM]$/.test(of(first, 'sex'))
      ? [{ kind: 'civil-status' as const, value: civilStatus(first, authority, day), ...common }]
      : []),
    ...(Object.keys(contacts).length > 0
      ? [{ kind: 'correspondence' as const, value: contacts, ...common }]
      : []),
  ];
}

function byText(a: readonly string[], b: readonly string[]): number {
  const key = (one: readonly string[]) => [authorityOf(FILE, [one]), ...ORDER.map((field) => of(one, field))];
  const [left, right] = [key(a), key(b)];
  for (const [i, text] of left.entries()) {
    const other = right[i] ?? '';
    // What is not told comes last.
    if (text !== other) return text === '' ? 1 : other === '' ? -1 : text < other ? -1 : 1;
  }
  return 0;
}

function civilStatus(cells: readonly string[], authority: string, day: string) {
  const commune = of(cells, 'birthCommune');
  return {
    birthName: of(cells, 'birthName'),
    givenNames: of(cells, 'givenNames').split("'").filter(Boolean),
    sex: of(cells, 'sex'),
    birthDate: of(cells, 'birthDate'),
    ...said({ civility: of(cells, 'civility') }),
    birthPlace: {
      ...said({ commune }),
      name: of(cells, 'birthPlace'),
      country: of(cells, 'birthCountry') || (commune && '99000'),
    },
    certification: { state: 'DI', at: day, source: authority },
  };
}

function correspondence(cells: readonly string[], authority: string) {
  const [mail, e164] = [of(cells, 'ownMail'), of(cells, 'mobileE164')];
  const mobile = { e164, original: of(cells, 'mobile'), source: authority };
  return { ...said({ mail }), ...(e164 && { mobile }) };
}

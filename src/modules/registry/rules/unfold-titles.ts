import { cellReader, linesOf, PUBLISHER, type SaidPart, said } from './unfold-lines.js';

/** The savoir-faire that their own file says of the exercises of a person. In: its content, the exercises. */
export function unfoldSkills(content: string, exercises: readonly SaidPart[]): SaidPart[] {
  const of = cellReader('savoir-faire');
  const parts = linesOf(content).flatMap((cells) => {
    const home = `/${of(cells, 'profession')}-${of(cells, 'category')}`;
    const [type, code] = [of(cells, 'skillType'), of(cells, 'skill')];
    if (!type || !code) return [];
    return exercises
      .filter(({ key }) => key.endsWith(home))
      .map(
        ({ key, authority }): SaidPart => ({
          ...{ kind: 'skill', key: `${key}/${type}-${code}`, value: { type, code } },
          ...{ authority, file: 'savoir-faire' },
        }),
      );
  });
  return eachOnce(parts);
}

/** Diplomas and authorisations to practise. The file names no guarantor: that of the first exercise is taken. */
export function unfoldTitles(content: string, exercises: readonly SaidPart[]): SaidPart[] {
  const of = cellReader('diplomes');
  const [authority = PUBLISHER] = exercises.map((part) => part.authority).sort();
  const parts = linesOf(content).flatMap((cells): SaidPart[] => {
    const [diplomaType, diploma] = [of(cells, 'diplomaType'), of(cells, 'diploma')];
    const [type, discipline] = [of(cells, 'authorisationType'), of(cells, 'discipline')];
    const file = 'diplomes' as const;
    return [
      ...(diplomaType && diploma
        ? [
            {
              ...{ kind: 'diploma' as const, key: `${authority}/${diplomaType}-${diploma}` },
              ...{ value: { type: diplomaType, code: diploma }, authority, file },
            },
          ]
        : []),
      ...(type
        ? [
            {
              ...{ kind: 'authorisation' as const, key: `${authority}/${type}-${discipline}` },
              ...{ value: said({ type, discipline }), authority, file },
            },
          ]
        : []),
    ];
  });
  return eachOnce(parts);
}

function eachOnce(parts: readonly SaidPart[]): SaidPart[] {
  return [...new Map(parts.map((part) => [`${part.kind} ${part.key}`, part])).values()];
}

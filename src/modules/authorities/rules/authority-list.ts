import { codes } from '../../nomenclatures/index.js';

/** One authority that writes into the register. */
export interface Authority {
  /** TRE_R60. */
  readonly code: string;
  readonly kind: 'ordre' | 'ssa' | 'ars' | 'structure';
  readonly name: string;
  readonly shortName: string;
  /** The portal of its members, where it has one. */
  readonly portal?: { readonly title: string; readonly tool: string; readonly path: string };
}

const portal = (code: string, tool: string, title: string) => ({
  title,
  tool,
  path: `/ordres/${code.toLowerCase()}`,
});

const WITH_PORTAL: readonly Authority[] = [
  ['CNOM', 'Ordre des médecins', 'Mon espace'],
  ['CNOP', 'Ordre des pharmaciens', 'e-POP'],
  ['ONCD', 'Ordre des chirurgiens-dentistes', 'Espace praticien'],
  ['CNOSF', 'Ordre des sages-femmes', 'Espace sage-femme'],
  ['CNOMK', 'Ordre des masseurs-kinésithérapeutes', 'Espace kiné'],
  ['CNOPP', 'Ordre des pédicures-podologues', 'Espace podologue'],
  ['ONI', 'Ordre des infirmiers', 'Espace membres'],
].map(([code = '', name = '', tool = '']) => ({
  code,
  kind: 'ordre',
  name,
  shortName: code,
  portal: portal(code, tool, `${tool} — ${name}`),
}));

const ARMED_FORCES: Authority = {
  code: 'SSA',
  kind: 'ssa',
  name: 'Service de santé des armées',
  shortName: 'SSA',
  portal: portal('SSA', 'Espace santé des armées', 'Espace santé des armées'),
};

let list: readonly Authority[] | undefined;

/** Every authority of the register: the seven ordres, the armed forces, the regional agencies, the employers. */
export function authorities(): readonly Authority[] {
  list ??= [
    ...WITH_PORTAL,
    ARMED_FORCES,
    ...codes('TRE_R60')
      .filter((one) => one.category === 'ARS')
      .map((one): Authority => ({ code: one.code, kind: 'ars', name: one.label, shortName: one.code })),
    { code: 'ENREG', kind: 'structure', name: 'Structures employeuses (RPPS+)', shortName: 'RPPS+' },
  ];
  return list;
}

/** The authority of a TRE_R60 code, or undefined. */
export const authority = (code: string): Authority | undefined =>
  authorities().find((one) => one.code === code);

export const isAuthority = (code: string): boolean => authority(code) !== undefined;

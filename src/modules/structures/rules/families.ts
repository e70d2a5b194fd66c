/** Kinds of structures as the landscape of the sector counts them. */
export const FAMILIES = ['hospital', 'pharmacy', 'centre', 'laboratory', 'medico-social', 'other'] as const;
export type Family = (typeof FAMILIES)[number];

/** Categories of FINESS (TRE_R66) of each family; those named nowhere are `other`. */
export const CATEGORIES_OF: Readonly<Record<Exclude<Family, 'other'>, readonly string[]>> = {
  hospital: split('101 106 108 109 112 114 115 122 128 129 131 135 161 292 355 361 362 363 365 697 698'),
  pharmacy: split('620 627 628 629'),
  centre: split('124 125 130 289 439'),
  laboratory: split('610 611 612'),
  'medico-social': split(
    `165 178 180 182 183 184 185 186 188 189 190 191 192 193 194 195 196 197 198 200 202 207 209 213 221 237 238
    246 247 249 252 253 255 354 370 377 379 381 382 390 394 395 396 397 437 445 446 448 449 460 464 500 501 502`,
  ),
};

/** The family of a category. In: a code of TRE_R66, or nothing. */
export function familyOf(category: string | undefined): Family {
  return (category && BY_CATEGORY.get(category)) || 'other';
}

/** The sector of activity (TRE_R02) that a category implies; undefined where it implies none. */
export function sectorOf(category: string): string | undefined {
  return SECTORS[category] ?? SECTOR_OF_FAMILY[familyOf(category)];
}

function split(codes: string): string[] {
  return codes.split(/\s+/);
}

const BY_CATEGORY = new Map<string, Family>(
  (Object.entries(CATEGORIES_OF) as [Family, readonly string[]][]).flatMap(([family, codes]) =>
    codes.map((code) => [code, family] as const),
  ),
);

const SECTORS: Readonly<Record<string, string>> = {
  ...{ '101': 'SA01', '106': 'SA01', '292': 'SA01', '355': 'SA01', '114': 'SA02', '115': 'SA02' },
  ...{ '131': 'SA36', '132': 'SA37', '141': 'SA34', '138': 'SA34', '223': 'SA15', '228': 'SA15' },
  ...{ '200': 'SA17', '202': 'SA17', '207': 'SA17', '381': 'SA17', '394': 'SA17', '500': 'SA17' },
  ...{ '501': 'SA17', '502': 'SA17', '183': 'SA16', '182': 'SA16', '246': 'SA16', '255': 'SA16' },
  ...{ '437': 'SA16', '445': 'SA16', '446': 'SA16', '448': 'SA16', '449': 'SA16', '603': 'SA52' },
  ...{ '604': 'SA63', '627': 'SA56', '628': 'SA38', '629': 'SA39', '632': 'SA61', '636': 'SA54' },
};

const SECTOR_OF_FAMILY: Readonly<Partial<Record<Family, string>>> = {
  hospital: 'SA04',
  pharmacy: 'SA33',
  centre: 'SA05',
  laboratory: 'SA25',
  'medico-social': 'SA41',
};

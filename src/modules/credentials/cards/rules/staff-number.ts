/** TRE_G07, type of a structure's number -> TRE_G08, type of the numbers of its staff. */
const OF_STAFF: Readonly<Record<string, string>> = { 0: '1', 1: '3', 2: '4', 3: '5', 4: '6' };

/**
 * The national identifier of somebody whom only a structure knows: type, number of the structure, its own register, e.g.
 * `3970000019/CPET00001`. In: national identifier of the structure, rank in its register, whether it is for a test.
 * Out: undefined when no staff can be numbered there.
 */
export function staffNumber(structure: string, rank: number, test: boolean): string | undefined {
  const type = OF_STAFF[structure[0] ?? ''];
  const register = `CPE${test ? 'T' : ''}${String(rank).padStart(5, '0')}`;
  return type && `${type}${structure.slice(1)}/${register}`;
}

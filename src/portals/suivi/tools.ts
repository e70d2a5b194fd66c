import type { User } from '../../modules/access/index.js';
import { authority } from '../../modules/authorities/index.js';
import { type Hop, mayLook } from '../../modules/tracking/index.js';

/** A tool by which a step is looked at, opened on the person. */
export interface Tool {
  readonly label: string;
  /** Absent where there is nothing to open: an authority without a portal, a visitor without the right. */
  readonly href?: string;
  /** A tool that is asked by a form: the identifier then stays out of the address. */
  readonly post?: boolean;
  /** Who may open it, said when this visitor may not. */
  readonly openTo: string;
}

const OPEN_TO: Readonly<Record<Hop, string>> = {
  ORDRE: 'ouvert au professionnel lui-même',
  RPPS: 'réservé à l’Assurance maladie',
  RASS: 'ouvert au professionnel et au support',
  PSC: 'ouvert à tous',
};

/** The tools of a step for a visitor; the first is the button of the step. `codes` are the person's authorities. */
export function toolsOf(hop: Hop, viewer: User | undefined, idNat: string, codes: readonly string[]): Tool[] {
  const allowed = mayLook(hop, viewer, idNat);
  return addresses(hop, viewer, idNat, codes).map(({ href, ...tool }) => ({
    ...tool,
    openTo: OPEN_TO[hop],
    ...(allowed && href !== undefined && { href }),
  }));
}

function addresses(
  hop: Hop,
  viewer: User | undefined,
  idNat: string,
  codes: readonly string[],
): Omit<Tool, 'openTo'>[] {
  const person = encodeURIComponent(idNat);
  switch (hop) {
    case 'ORDRE':
      return codes.map((code) => {
        const portal = authority(code)?.portal;
        return portal
          ? { label: portal.title, href: `${portal.path}/coordonnees` }
          : { label: authority(code)?.name ?? code };
      });
    case 'RPPS':
      return [{ label: 'Consultation du RPPS', href: `/rpps/personnes/${person}` }];
    case 'RASS':
      return [
        {
          label: 'Compte de l’Annuaire Santé',
          href: `/annuaire/compte${viewer?.idNat === idNat ? '' : `?idNat=${person}`}`,
        },
      ];
    case 'PSC':
      return [
        { label: 'Portail Pro Santé Connect', href: '/portail-psc', post: true },
        { label: 'Application e-CPS sur Android', href: '/e-cps?appareil=android' },
        { label: 'Application e-CPS sur iPhone', href: '/e-cps?appareil=ios' },
      ];
  }
}

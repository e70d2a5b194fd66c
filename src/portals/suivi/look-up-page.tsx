import type { Context } from 'hono';
import type { Env } from '../../platform/http/request.js';
import type { FieldError } from '../../ui/index.js';
import { LookUpForm } from '../look-up.js';
import { Frame } from './frame.js';

type LookUpProps = { c: Context<Env>; idNat?: string; reason?: string; errors?: readonly FieldError[] };

/** Where the support names the person to follow, and says why. */
export function LookUpPage({ c, ...asked }: LookUpProps) {
  return (
    <Frame
      c={c}
      title="Suivre les données d’un professionnel"
      lead="Chaque consultation est inscrite au journal avec son motif."
      width="narrow"
    >
      <LookUpForm {...asked} action="/suivi" submit="Voir le suivi" />
    </Frame>
  );
}

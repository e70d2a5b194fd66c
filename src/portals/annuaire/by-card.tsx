import type { Context, MiddlewareHandler } from 'hono';
import { currentUser } from '../../modules/access/index.js';
import { cards } from '../../modules/credentials/index.js';
import type { Env } from '../../platform/http/request.js';
import { journal } from '../../platform/journal.js';
import { Button, ButtonRow } from '../../ui/index.js';
import { openedBy } from '../signed-in-by-psc.js';
import { Frame } from './frame.js';

/** Cards that open the account: those of professionals and of directors of the directory. */
const OPENING: readonly string[] = ['CPS', 'CPA'];

/** Where the account asks for a card (ACCOUNT_BY=card), refuses a professional who signed in otherwise. */
export const accountByCard: MiddlewareHandler<Env> = async (c, next) => {
  const user = currentUser(c);
  if (!c.get('ctx').config.accountByCard || user?.kind !== 'professional') return next();
  const { idNat = '' } = user;
  if ((await openedBy(c)) === 'CARD' && (await holdsOne(c, idNat))) return next();
  const refused = { subject: idNat, outcome: 'refused', reason: 'not by CPS or CPA' } as const;
  await journal(c.get('ctx'), { act: 'directory.open-account', ...refused });
  return c.html(<ByCardPage c={c} />, 403);
};

async function holdsOne(c: Context<Env>, idNat: string): Promise<boolean> {
  const held = (await cards.usableCards(c.get('ctx'), [idNat])).get(idNat) ?? [];
  return held.some(({ type }) => OPENING.includes(type));
}

function ByCardPage({ c }: { c: Context<Env> }) {
  return (
    <Frame c={c} here="account" title="Votre compte s’ouvre par carte" width="narrow">
      <p>
        Le compte de l’Annuaire Santé s’ouvre avec une carte CPS ou CPA. Vous êtes connecté par un autre moyen
        : reconnectez-vous, et choisissez l’onglet « Carte ».
      </p>
      <ButtonRow>
        <Button href="/connexion/psc?retour=/annuaire/compte&moyen=carte">
          Me reconnecter avec ma carte
        </Button>
      </ButtonRow>
    </Frame>
  );
}

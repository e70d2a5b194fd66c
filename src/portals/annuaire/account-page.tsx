import type { Context } from 'hono';
import {
  type Entry,
  guarantorWords,
  isPublicNumber,
  type Publication,
} from '../../modules/directory/index.js';
import type { DeclaredMailbox } from '../../modules/messaging/index.js';
import type { Provenance } from '../../modules/registry/index.js';
import type { Env } from '../../platform/http/request.js';
import type { FieldError } from '../../ui/index.js';
import { Alert, Button, ButtonRow, Card, Time } from '../../ui/index.js';
import { FileSections } from '../file-sections.js';
import { LookUpForm } from '../look-up.js';
import { CorrectLink, CorrectLinks } from './correct-links.js';
import { ElsewhereCard } from './elsewhere-card.js';
import { Frame, personHref } from './frame.js';

type AccountProps = {
  c: Context<Env>;
  entry: Entry;
  own: boolean;
  mailboxes: readonly DeclaredMailbox[];
  publication: Publication;
};

/** All that the directory holds of one person, to that person or to the card support. Read only. */
export function AccountPage({ c, entry, own, mailboxes, publication }: AccountProps) {
  const { person } = entry;
  return (
    <Frame
      c={c}
      here="account"
      title={own ? 'Mon compte' : `Dossier ${entry.idNat}`}
      lead="La partie publique et la partie réservée, telles que l’annuaire les a reçues du RPPS."
      publication={publication}
    >
      {entry.published ? null : (
        <Alert tone="warning" title="Non publié">
          <p>Ce dossier n’est pas visible du public : {whyHidden(person.idNat)}.</p>
        </Alert>
      )}
      <ButtonRow>
        {entry.published ? (
          <Button kind="secondary" href={personHref(entry.idNat)}>
            Voir la page publique
          </Button>
        ) : null}
        <Button kind="secondary" href={own ? '/suivi' : `/suivi?idNat=${encodeURIComponent(entry.idNat)}`}>
          Suivre les mises à jour
        </Button>
      </ButtonRow>
      <FileSections person={person} source={Source} />
      <ElsewhereCard person={person} mailboxes={mailboxes} />
      <Card title="Corriger une donnée">
        <p>
          L’annuaire se lit seulement. Chaque donnée se corrige auprès de l’autorité qui la garantit ; elle
          est nommée à côté de la donnée.
        </p>
        <CorrectLinks
          guarantors={person.exercises.map(({ provenance }) => guarantorWords(provenance.authority))}
        />
      </Card>
    </Frame>
  );
}

const whyHidden = (idNat: string): string =>
  isPublicNumber(idNat)
    ? 'il n’a pas d’exercice en cours'
    : 'seuls les numéros RPPS le sont ; un personnel connu par sa structure l’est de Pro Santé Connect seulement';

function Source({ provenance }: { provenance: Provenance }) {
  return (
    <>
      Garanti par {guarantorWords(provenance.authority).label}, depuis le{' '}
      <Time value={provenance.validFrom} precision="day" />, reçu le{' '}
      <Time value={provenance.recordedAt} precision="minute" />. Se corrige ici :{' '}
      <CorrectLink guarantor={guarantorWords(provenance.authority)} />
    </>
  );
}

type LookUpProps = { c: Context<Env>; idNat?: string; reason?: string; errors?: readonly FieldError[] };

/** Where the card support names the person and says why. */
export function LookUpPage({ c, ...asked }: LookUpProps) {
  return (
    <Frame
      c={c}
      here="account"
      title="Consulter un dossier"
      lead="Chaque consultation est inscrite au journal avec son motif."
      width="narrow"
    >
      <LookUpForm {...asked} action="/annuaire/compte" submit="Ouvrir le dossier" />
    </Frame>
  );
}

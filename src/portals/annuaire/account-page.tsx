import type { Context } from 'hono';
import {
  type Entry,
  type FileLine,
  type FileSection,
  fileCard,
  guarantorWords,
  sharedProvenance,
} from '../../modules/directory/index.js';
import type { Env } from '../../platform/http/request.js';
import type { FieldError } from '../../ui/index.js';
import { Alert, Button, ButtonRow, Card, DescriptionList, Field, Form, Time } from '../../ui/index.js';
import { CorrectLinks } from './correct-links.js';
import { Frame, personHref } from './frame.js';

/** All that the directory holds of one person, to that person or to the card support. Read only. */
export function AccountPage({ c, entry, own }: { c: Context<Env>; entry: Entry; own: boolean }) {
  const { person } = entry;
  return (
    <Frame
      c={c}
      here="account"
      title={own ? 'Mon compte' : `Dossier ${entry.idNat}`}
      lead="La partie publique et la partie réservée, telles que l’annuaire les a reçues du RPPS."
    >
      {entry.published ? null : (
        <Alert tone="warning" title="Non publié">
          <p>Ce dossier n’est pas visible du public : il n’a pas d’exercice en cours.</p>
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
      {fileCard(person).map((section) => (
        <Section section={section} />
      ))}
      <Card title="Corriger une donnée">
        <p>
          L’annuaire se lit seulement. Chaque donnée se corrige sur le portail de l’autorité qui la garantit.
        </p>
        <CorrectLinks
          guarantors={person.exercises.map(({ provenance }) => guarantorWords(provenance.authority))}
        />
      </Card>
    </Frame>
  );
}

function Section({ section }: { section: FileSection }) {
  const shared = sharedProvenance(section);
  return (
    <Card title={section.title}>
      {shared ? (
        <p class="muted">
          <Source provenance={shared} />
        </p>
      ) : null}
      <DescriptionList items={section.lines.map((line) => item(line, shared !== undefined))} />
    </Card>
  );
}

function item({ term, value, isDay, provenance }: FileLine, told: boolean) {
  return {
    term,
    value: isDay ? <Time value={value} precision="day" /> : value,
    note: provenance && !told ? <Source provenance={provenance} /> : undefined,
  };
}

function Source({ provenance }: { provenance: NonNullable<FileLine['provenance']> }) {
  return (
    <>
      Garanti par {guarantorWords(provenance.authority).label}, depuis le{' '}
      <Time value={provenance.validFrom} precision="day" />
    </>
  );
}

/** Where the card support names the person and says why. */
export function LookUpPage(props: {
  c: Context<Env>;
  idNat?: string;
  reason?: string;
  errors?: readonly FieldError[];
}) {
  const error = (name: string) => props.errors?.find(({ field }) => field === name)?.message;
  return (
    <Frame
      c={props.c}
      here="account"
      title="Consulter un dossier"
      lead="Chaque consultation est inscrite au journal avec son motif."
      width="narrow"
    >
      <Form action="/annuaire/compte">
        <Field
          label="Identifiant national"
          name="idNat"
          value={props.idNat}
          error={error('idNat')}
          required
        />
        <Field
          label="Motif"
          name="motif"
          value={props.reason}
          error={error('motif')}
          maxlength={200}
          required
        />
        <Button>Ouvrir le dossier</Button>
      </Form>
    </Frame>
  );
}

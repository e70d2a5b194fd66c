import type { Context } from 'hono';
import type { certificates } from '../../modules/credentials/index.js';
import type { Structure } from '../../modules/structures/index.js';
import type { Env } from '../../platform/http/request.js';
import {
  Alert,
  Button,
  ButtonRow,
  Card,
  DescriptionList,
  Done,
  ErrorSummary,
  errorFor,
  Field,
  type FieldError,
  Form,
  Select,
  TextArea,
  Time,
} from '../../ui/index.js';
import { Frame } from './frame.js';
import { RequestFields } from './request-fields.js';
import { StandingTag } from './structure-page.js';
import { DONE, REASONS, structureHref } from './words.js';

interface CertificateProps {
  readonly c: Context<Env>;
  readonly structure: Structure;
  readonly one: certificates.KeptCertificate;
  readonly typed?: Readonly<Record<string, string>>;
  readonly errors?: readonly FieldError[];
}

const hrefOf = ({ structure, one }: Pick<CertificateProps, 'structure' | 'one'>): string =>
  `${structureHref(structure.finess ?? '')}/certificats/${one.serial}`;

/** One certificate: whose it is, until when, who is told; and what can be done with it. */
export function CertificatePage({ c, structure, one, typed = {}, errors = [] }: CertificateProps) {
  const href = hrefOf({ structure, one });
  const active = one.standing === 'active';
  return (
    <Frame c={c} of={structure} title={one.commonName}>
      <Done words={DONE} code={c.req.query('fait')} />
      <DescriptionList
        items={[
          { term: 'État', value: <StandingTag standing={one.standing} /> },
          { term: 'Structure responsable', value: `${one.structureName} (${one.structureId})` },
          { term: 'Certificat', value: `${one.offer} ${one.usage}` },
          { term: 'Logiciel', value: one.product },
          { term: 'Fait le', value: <Time value={one.issuedAt} precision="day" /> },
          { term: 'Fin', value: <Time value={one.expiresAt} precision="day" /> },
          { term: 'Numéro de série', value: <code>{one.serial}</code> },
        ]}
      />
      <ButtonRow>
        {active && !one.byAcme ? <Button href={`${href}/renouveler`}>Commander le suivant</Button> : null}
        <Button kind="secondary" href={`${href}/certificat.pem`}>
          Télécharger
        </Button>
        {one.standing === 'revoked' ? null : (
          <Button kind="danger" href={`${href}/revoquer`}>
            Révoquer…
          </Button>
        )}
      </ButtonRow>
      {one.byAcme ? <p>Commandé par un serveur, qui le renouvelle lui-même.</p> : null}
      <Card title="Contacts">
        <ErrorSummary errors={errors} />
        <Form action={`${href}/contacts`} label="Changer les contacts">
          <TextArea
            label="Prévenus avant la fin"
            name="contacts"
            value={typed.contacts ?? one.contacts.join('\n')}
            rows={3}
            hint="Une adresse par ligne."
            error={errorFor(errors, 'contacts')}
          />
          <Button kind="secondary">Enregistrer les contacts</Button>
        </Form>
      </Card>
    </Frame>
  );
}

/** The order of the next certificate under the same name. */
export function RenewPage({ c, structure, one, typed = {}, errors = [] }: CertificateProps) {
  return (
    <Frame
      c={c}
      of={structure}
      title={`Commander le suivant de ${one.commonName}`}
      lead="Même nom, même usage, une autre clé. Celui d’aujourd’hui sert jusqu’à sa fin."
      width="narrow"
    >
      <ErrorSummary errors={errors} />
      <Form action={`${hrefOf({ structure, one })}/renouveler`} multipart label="Commander le suivant">
        <RequestFields rank={0} commonName={one.commonName} typed={typed} errors={errors} />
        <Button>Commander</Button>
      </Form>
    </Frame>
  );
}

/** Asks for the code before a revocation, which is definitive. */
export function RevokePage({ c, structure, one, typed = {}, errors = [] }: CertificateProps) {
  const href = hrefOf({ structure, one });
  return (
    <Frame c={c} of={structure} title={`Révoquer ${one.commonName}`} width="narrow">
      <Alert tone="warning">
        <p>
          La révocation est définitive. Ce certificat n’ouvrira plus rien dès la prochaine demande : si le
          logiciel {one.product} s’en sert encore, installez d’abord le suivant.
        </p>
      </Alert>
      <ErrorSummary errors={errors} />
      <Form action={`${href}/revoquer`} label="Révoquer le certificat">
        <Select label="Raison" name="raison" value={typed.raison ?? 'key-compromise'} options={REASONS} />
        <Field
          label="Code de révocation"
          name="revocationCode"
          type="password"
          autocomplete="off"
          hint={
            one.byAcme
              ? 'Celui que vous avez choisi avec la clé externe.'
              : 'Celui que vous avez choisi au retrait.'
          }
          error={errorFor(errors, 'revocationCode')}
          width="medium"
          required
        />
        <ButtonRow>
          <Button kind="danger">Révoquer pour de bon</Button>
          <Button kind="secondary" href={href}>
            Garder
          </Button>
        </ButtonRow>
      </Form>
    </Frame>
  );
}

import type { Context } from 'hono';
import { certificates } from '../../modules/credentials/index.js';
import type { Structure } from '../../modules/structures/index.js';
import type { Env } from '../../platform/http/request.js';
import {
  Button,
  ErrorSummary,
  errorFor,
  Field,
  type FieldError,
  Fieldset,
  Form,
  RadioGroup,
  TextArea,
} from '../../ui/index.js';
import { Frame } from './frame.js';
import { KIT, kindOfCode } from './purpose-page.js';
import { RequestFields } from './request-fields.js';
import { structureHref } from './words.js';

export type Typed = Readonly<Record<string, string>>;

interface OrderProps {
  readonly c: Context<Env>;
  readonly structure: Structure;
  readonly typed: Typed;
  readonly errors?: readonly FieldError[];
}

const INSI = [
  {
    value: 'MANU',
    label: 'Un utilisateur du logiciel',
    hint: 'INSI-MANU : l’appel part d’un geste de quelqu’un.',
  },
  { value: 'AUTO', label: 'Le logiciel seul', hint: 'INSI-AUTO : traitement par lot, sans utilisateur.' },
];

/** What is ordered, with the signing requests, and who is told before the end. */
export function OrderPage({ c, structure, typed, errors = [] }: OrderProps) {
  const { pour = KIT, produit = '' } = typed;
  const kind = kindOfCode(pour);
  return (
    <Frame
      c={c}
      of={structure}
      at="/commander"
      title={kind ? kind.label : 'Kit d’un logiciel de soins'}
      lead={`${produit}, pour ${structure.name}.`}
    >
      <ErrorSummary errors={errors} />
      <Form
        action={`${structureHref(structure.finess ?? '')}/commander`}
        hidden={{ pour, produit }}
        multipart
        label="Commander"
      >
        {kind ? <Single {...{ kind, typed, errors }} /> : <Kit {...{ produit, typed, errors }} />}
        <TextArea
          label="Contacts"
          name="contacts"
          value={typed.contacts}
          rows={3}
          hint="Une adresse par ligne. Prévenus 60, 30 et 7 jours avant la fin : préférez une boîte partagée qui survive à un départ."
          error={errorFor(errors, 'contacts')}
          required
        />
        <Button>Commander</Button>
      </Form>
    </Frame>
  );
}

type PartProps = { readonly typed: Typed; readonly errors: readonly FieldError[] };

function Kit({ produit, typed, errors }: PartProps & { produit: string }) {
  const parts = certificates.careSoftwareKit(produit, typed.insi === 'AUTO' ? 'AUTO' : 'MANU');
  return (
    <>
      <RadioGroup label="Qui appelle INSi" name="insi" value={typed.insi ?? 'MANU'} options={INSI} />
      {parts.map(({ use, usage, commonName }, rank) => (
        <Fieldset legend={use} hint={`ORG ${usage}, nom calculé : ${commonName}`}>
          <RequestFields {...{ rank, typed, errors }} commonName={commonName} />
        </Fieldset>
      ))}
    </>
  );
}

function Single({ kind, typed, errors }: PartProps & { kind: certificates.Kind }) {
  const server = kind.offer === 'SERV';
  return (
    <>
      <Field
        label={server ? 'Nom de domaine complet' : 'Nom de l’application (CN)'}
        name="commonName"
        value={typed.commonName}
        hint={
          server
            ? 'Par exemple dmp.clinique.example : il est vérifié, il ne se corrige plus pendant trois ans.'
            : 'Il restera trois ans. Pour INSi, prenez plutôt le kit : le nom y est imposé.'
        }
        error={errorFor(errors, 'commonName')}
        maxlength={253}
        required
      />
      <RequestFields rank={0} {...{ typed, errors }} commonName={typed.commonName ?? ''} />
    </>
  );
}

import type { Context } from 'hono';
import { certificates } from '../../modules/credentials/index.js';
import type { Structure } from '../../modules/structures/index.js';
import type { Env } from '../../platform/http/request.js';
import { Button, Field, Form, RadioGroup } from '../../ui/index.js';
import { Frame } from './frame.js';
import { structureHref } from './words.js';

export const KIT = 'kit';

/** A kind of the catalogue as it stands in addresses: `SERV-SMIME`. */
export const kindCode = ({ offer, usage }: { offer: string; usage: string }): string =>
  `${offer}-${usage.replace('/', '')}`;

export const kindOfCode = (code: string): certificates.Kind | undefined =>
  certificates.KINDS.find((kind) => kindCode(kind) === code);

const PURPOSES = [
  {
    value: KIT,
    label: 'Un kit pour un logiciel de soins',
    hint: 'INSi et DMP : trois certificats, noms calculés.',
  },
  ...certificates.KINDS.map((kind) => ({
    value: kindCode(kind),
    label: `${kind.label} (${kind.offer} ${kind.usage})`,
    hint: kind.use,
  })),
];

/** The first question of an order: what for. */
export function PurposePage({ c, structure }: { c: Context<Env>; structure: Structure }) {
  return (
    <Frame
      c={c}
      of={structure}
      at="/commander"
      title="Commander : pour quoi ?"
      lead={`Pour ${structure.name} et tous ses établissements.`}
      width="narrow"
    >
      <Form
        action={`${structureHref(structure.finess ?? '')}/commander`}
        method="get"
        label="Choisir l’usage"
      >
        <RadioGroup label="Usage" name="pour" value={KIT} options={PURPOSES} />
        <Field
          label="Logiciel ou serveur"
          name="produit"
          hint="Le nom sous lequel vous le connaissez : un certificat par logiciel."
          maxlength={60}
          required
        />
        <Button>Continuer</Button>
      </Form>
    </Frame>
  );
}

import type { Context } from 'hono';
import { habilitations, type habilitations as model } from '../../modules/access/index.js';
import type { Structure } from '../../modules/structures/index.js';
import type { Env } from '../../platform/http/request.js';
import { Button, Card, EmptyState, Form, Grid, Time } from '../../ui/index.js';
import { Frame, named } from './frame.js';

/** What somebody may do today and for whom, each with the way to take that role; and how to become one. */
export function HomePage(props: {
  c: Context<Env>;
  own: readonly model.Habilitation[];
  structures: ReadonlyMap<string, Structure>;
}) {
  const { c, own, structures } = props;
  return (
    <Frame c={c} title="MesHabilitations" lead="Pour quelles structures vous agissez, et en tant que quoi.">
      {own.length === 0 ? (
        <EmptyState
          title="Aucune habilitation à votre nom"
          help="Le représentant légal de votre structure, ou son mandataire, vous en donne une. Si vous êtes vous-même représentant légal, demandez le contrat de votre structure par le formulaire F101."
          action={<Button href="/formulaires/f101">Remplir le F101</Button>}
        />
      ) : null}
      <Grid>
        {own.map((one) => (
          <OwnCard one={one} structure={structures.get(one.structureId)} />
        ))}
      </Grid>
    </Frame>
  );
}

function OwnCard({ one, structure }: { one: model.Habilitation; structure: Structure | undefined }) {
  const { label, role } = habilitations.KIND_RULES[one.kind];
  const name = structure ? named(structure) : one.structureId;
  return (
    <Card
      title={label}
      footer={
        <Form
          action="/connexion/role"
          hidden={{ role, scope: one.structureId }}
          label={`Agir en tant que ${label} de ${name}`}
        >
          <Button kind="secondary">Agir en tant que {label.toLowerCase()}</Button>
        </Form>
      }
    >
      <p>{name}</p>
      <p>
        Depuis le <Time value={one.from} />
        {one.to ? (
          <>
            , jusqu’au <Time value={one.to} />
          </>
        ) : null}
        .
      </p>
    </Card>
  );
}

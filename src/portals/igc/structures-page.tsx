import type { Context } from 'hono';
import type { certificates } from '../../modules/credentials/index.js';
import type { Env } from '../../platform/http/request.js';
import { Button, Card, EmptyState, Grid, Tag } from '../../ui/index.js';
import { Frame } from './frame.js';
import { ProcedureSteps } from './procedure.js';
import { STRUCTURES, structureHref } from './words.js';

/** The structures that somebody administers, and no other. */
export function StructuresPage({ c, held }: { c: Context<Env>; held: readonly certificates.Administered[] }) {
  return (
    <Frame
      c={c}
      title="Mes structures"
      lead="Celles dont vous êtes administrateur technique. Choisissez-en une pour commander et suivre ses certificats."
      at={STRUCTURES}
    >
      {held.length === 0 ? (
        <>
          <EmptyState
            title="Aucune structure à votre nom"
            help="Vous n’êtes administrateur technique d’aucune structure. Son représentant légal, ou un mandataire, vous habilite sur MesHabilitations."
            action={<Button href="/mes-habilitations">MesHabilitations</Button>}
          />
          <ProcedureSteps />
        </>
      ) : (
        <Grid>
          {held.map((one) => (
            <StructureCard {...one} />
          ))}
        </Grid>
      )}
    </Frame>
  );
}

function StructureCard({ structure, bearer, steps, via, filing }: certificates.Administered) {
  const ready = steps.order === 'done';
  const { finess } = structure;
  return (
    <Card
      title={structure.name}
      {...(finess && { href: structureHref(finess) })}
      aside={ready ? <Tag tone="success">Prête</Tag> : <Tag tone="warning">Une étape manque</Tag>}
    >
      <p>FINESS {finess ?? 'absent'}</p>
      {bearer ? null : (
        <p>
          Un certificat appartient à l’entité juridique{' '}
          {structure.finessLegalEntity ? `${structure.finessLegalEntity} ` : ''}: faites-vous habiliter pour
          elle.
        </p>
      )}
      {via ? <p>Pour le compte de {via}</p> : null}
      {filing ? <p>Désigné par le formulaire F301 n° {filing}</p> : null}
    </Card>
  );
}

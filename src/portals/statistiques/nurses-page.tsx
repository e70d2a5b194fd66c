import type { Context } from 'hono';
import type { NurseCount, Population } from '../../modules/directory/index.js';
import type { Env } from '../../platform/http/request.js';
import { ButtonRow, Card, EmptyState, PrintButton, Table } from '../../ui/index.js';
import { Frame, StateOfCounts } from './frame.js';

interface NursesProps {
  readonly c: Context<Env>;
  readonly counts: readonly NurseCount[];
  /** Undefined before the first count. */
  readonly all: Population | undefined;
}

const MODES = { L: 'Libéral', S: 'Salarié', '': 'Non renseigné' } as const;
const french = new Intl.NumberFormat('fr-FR');

/** Nurses by card, ordre and mode: what decided in 2021 by which way each activated the e-CPS. */
export function NursesPage({ c, counts, all }: NursesProps) {
  return (
    <Frame
      c={c}
      here="nurses"
      title="Infirmiers et e-CPS"
      lead="Avec une carte ou sans, inscrits à l’ordre ou non, libéraux ou salariés."
    >
      {counts.length === 0 || !all ? (
        <EmptyState
          title="Aucun infirmier n’est encore compté"
          help={<p>Le comptage suit chaque publication de l’annuaire.</p>}
        />
      ) : (
        <>
          <Table
            caption="Infirmiers publiés, par carte, inscription à l’ordre et mode d’exercice"
            captionHidden
            columns={[
              { label: 'Carte' },
              { label: 'Ordre des infirmiers' },
              { label: 'Mode' },
              { label: 'Infirmiers', align: 'end' },
            ]}
            rows={counts.map(({ card, enrolled, mode, people }) => [
              card ? 'Avec carte' : 'Sans carte',
              enrolled ? 'Inscrits' : 'Non inscrits',
              MODES[mode],
              people === 'few' ? 'moins de 5' : french.format(people),
            ])}
          />
          <StateOfCounts population={all} />
        </>
      )}
      <Card title="Ce que disait le schéma de janvier 2021">
        <p>
          Parmi les infirmiers qui ont une carte, presque tous les libéraux et la moitié des salariés sont
          inscrits à l’ordre : environ 120 000 libéraux et 60 000 salariés. Le schéma ne dit pas que ces deux
          nombres sont ceux des porteurs de carte : sa mise en page le laisse entendre. Plus de 200 000
          infirmiers sans carte sont inscrits.
        </p>
        <p>
          Qui compte ici pour libéral exerce au moins une activité libérale. Les nombres sont au multiple de
          cinq le plus proche.
        </p>
      </Card>
      <ButtonRow>
        <PrintButton />
      </ButtonRow>
    </Frame>
  );
}

import type { Context } from 'hono';
import type { Population, Share } from '../../modules/directory/index.js';
import type { Env } from '../../platform/http/request.js';
import { Alert, Bars, EmptyState, Table } from '../../ui/index.js';
import { type Compared, compare, registrations } from './compare.js';
import { Frame, StateOfCounts } from './frame.js';
import {
  ADELI_POPULATIONS,
  REFERENCE_SOURCE,
  REGISTERED_BY_ORDRES_AND_SSA,
  RPPS_POPULATIONS,
} from './reference-counts.js';
import { FEW, valueWords } from './words.js';

type ReferenceProps = {
  c: Context<Env>;
  all: Population | undefined;
  /** Civilians, then military: students left out. */
  practising: readonly (Population | undefined)[];
};

const french = new Intl.NumberFormat('fr-FR');

/** The population held here beside the published counts of 2019. */
export function ReferencePage({ c, all, practising }: ReferenceProps) {
  return (
    <Frame
      c={c}
      here="reference"
      title="Population de référence"
      lead="Les effectifs publiés en 2019, et ceux que tient cet annuaire, ramenés à la même taille."
    >
      {all ? (
        <>
          <StateOfCounts population={all} />
          <Populations all={all} practising={practising} />
          <Registrations shares={all.breakdowns.authority ?? []} />
        </>
      ) : (
        <EmptyState
          title="Les premiers comptages ne sont pas encore faits"
          help={<p>Ils se font dans la minute qui suit la première publication.</p>}
        />
      )}
    </Frame>
  );
}

function Populations({ all, practising }: Omit<ReferenceProps, 'c'> & { all: Population }) {
  const shares = practising.map((one) => one?.breakdowns.profession ?? []);
  const students = all.breakdowns.category?.find(([value]) => value === 'E');
  const lines = compare([...RPPS_POPULATIONS, ...ADELI_POPULATIONS], shares, students);
  const first = RPPS_POPULATIONS.length;
  return (
    <>
      <Counts title="Registre des ordres et du SSA (RPPS)" lines={lines.slice(0, first)} />
      <Counts title="Professions d’ADELI en 2019" lines={lines.slice(first)} />
      <Alert title="Deux diapositives, deux arrondis">
        <p>
          Source : {REFERENCE_SOURCE}. La diapositive du paysage et celle des populations ne disent pas le
          même nombre pour les masseurs-kinésithérapeutes, les manipulateurs et les assistants de service
          social : les deux sont gardées, et la population inventée suit la seconde. Le paysage compte aussi
          390 000 aides-soignants, qui n’étaient dans aucun des deux registres, et 2 millions de
          professionnels en tout.
        </p>
      </Alert>
    </>
  );
}

function Counts({ title, lines }: { title: string; lines: readonly Compared[] }) {
  return (
    <>
      <h2>{title}</h2>
      <Table
        caption={title}
        captionHidden
        columns={[
          { label: 'Profession' },
          { label: 'Diapositive des populations', align: 'end' },
          { label: 'Diapositive du paysage', align: 'end' },
          { label: 'Ici', align: 'end' },
          { label: 'Ici, à la taille de référence', align: 'end' },
        ]}
        rows={lines.map(({ code, population, landscape, here, scaled }) => [
          code === 'E' ? 'Étudiants, toutes professions' : valueWords('profession', code),
          population === undefined ? '–' : french.format(population),
          landscape === undefined ? '–' : french.format(landscape),
          here === 'few' ? FEW : french.format(here),
          scaled === undefined ? '–' : french.format(scaled),
        ])}
      />
    </>
  );
}

function Registrations({ shares }: { shares: readonly Share[] }) {
  const { lines, total } = registrations(shares);
  return (
    <>
      <h2>Enregistrements des ordres et du SSA</h2>
      <p>
        {french.format(total)} ici sans l’Ordre des infirmiers, qui n’enregistrait pas encore au RPPS en 2019
        ; {french.format(REGISTERED_BY_ORDRES_AND_SSA)} environ à cette date. Une personne que deux autorités
        enregistrent compte deux fois.
      </p>
      <Bars
        caption="Personnes enregistrées, par ordre et par le SSA"
        captionHidden
        heads={['Autorité', 'Personnes']}
        bars={lines.map(([code, told]) =>
          told === 'few'
            ? { label: valueWords('authority', code), words: FEW }
            : { label: valueWords('authority', code), value: told },
        )}
      />
    </>
  );
}

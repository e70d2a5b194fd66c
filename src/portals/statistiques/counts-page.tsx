import type { Context } from 'hono';
import type { Criterion, PeopleAsked, Population, Share } from '../../modules/directory/index.js';
import type { Env } from '../../platform/http/request.js';
import {
  type Bar,
  Bars,
  Button,
  ButtonRow,
  EmptyState,
  Form,
  PrintButton,
  Select,
  Tabs,
} from '../../ui/index.js';
import { fieldValue, hrefOf } from './asked.js';
import { Frame, StateOfCounts } from './frame.js';
import { askedWords, CRITERION_WORDS, FEW, largestFirst, SHOWN, valueWords } from './words.js';

type CountsProps = {
  c: Context<Env>;
  asked: PeopleAsked;
  by: Criterion | undefined;
  /** Everybody, for the choices of the form. */
  all: Population | undefined;
  found: Population | undefined;
};

const french = new Intl.NumberFormat('fr-FR');

/** The public counts: a form to ask for some of the people, then their number, broken down. */
export function CountsPage({ c, asked, by, all, found }: CountsProps) {
  return (
    <Frame
      c={c}
      here="counts"
      title="Effectifs des professionnels"
      lead="Combien de professionnels l’annuaire publie, par profession, autorité, département, catégorie et mode d’exercice."
    >
      {all && found ? (
        <>
          <AskForm asked={asked} all={all} by={by} />
          <Answer asked={asked} by={by} found={found} />
        </>
      ) : (
        <EmptyState
          title="Les premiers comptages ne sont pas encore faits"
          help={<p>Ils se font dans la minute qui suit la première publication.</p>}
          action={<a href="/statistiques">Recharger la page</a>}
        />
      )}
    </Frame>
  );
}

function AskForm({ asked, all, by }: { asked: PeopleAsked; all: Population; by: Criterion | undefined }) {
  return (
    <Form
      action="/statistiques"
      method="get"
      search
      inline
      label="Choix des professionnels à compter"
      hidden={{ par: by && CRITERION_WORDS[by].field }}
    >
      {SHOWN.map((name) => (
        <Select
          label={CRITERION_WORDS[name].name}
          name={CRITERION_WORDS[name].field}
          options={choices(name, all.breakdowns[name] ?? [], asked[name])}
          value={asked[name] === undefined ? '' : fieldValue(asked[name])}
          blank={CRITERION_WORDS[name].any}
        />
      ))}
      <ButtonRow>
        <Button>Compter</Button>
        {Object.keys(asked).length > 0 ? (
          <Button kind="quiet" href={hrefOf({}, by)}>
            Tout le monde
          </Button>
        ) : null}
      </ButtonRow>
    </Form>
  );
}

function choices(name: Criterion, shares: readonly Share[], chosen: string | undefined) {
  const values = new Set([...shares.map(([value]) => value), ...(chosen === undefined ? [] : [chosen])]);
  return [...values]
    .map((value) => ({ value: fieldValue(value), label: valueWords(name, value) }))
    .sort((a, b) => a.label.localeCompare(b.label, 'fr'));
}

function Answer({ asked, by, found }: { asked: PeopleAsked; by: Criterion | undefined; found: Population }) {
  const who = askedWords(asked) || 'Tous les professionnels';
  if (found.people === 'few')
    return (
      <EmptyState
        title={`${who} : personne, ou moins de cinq`}
        help={
          <p>
            Un groupe de moins de cinq personnes n’est pas compté ici, afin que nul n’y soit reconnu.
            Élargissez le choix.
          </p>
        }
      />
    );
  const { people } = found;
  return (
    <>
      <h2>
        {who} : {french.format(people)} personnes
      </h2>
      <StateOfCounts population={found} />
      {by ? <Breakdown asked={asked} by={by} people={people} shares={found.breakdowns[by] ?? []} /> : null}
      <ButtonRow>
        <Button kind="secondary" href={hrefOf(asked, undefined, '/statistiques/effectifs.csv')}>
          Télécharger en CSV
        </Button>
        <PrintButton />
      </ButtonRow>
      <p>
        Une personne compte une fois dans chaque ligne qui la concerne : qui exerce dans deux départements
        figure dans les deux, et la somme des lignes peut dépasser le total. Les nombres sont arrondis au
        multiple de cinq le plus proche, et les plus petits remplacés par {`«\u00a0${FEW}\u00a0»`} : aucune
        soustraction ne désigne quelqu’un.
      </p>
    </>
  );
}

function Breakdown(props: { asked: PeopleAsked; by: Criterion; people: number; shares: readonly Share[] }) {
  const { asked, by, people, shares } = props;
  return (
    <>
      <Tabs
        label="Répartition"
        items={SHOWN.filter((name) => asked[name] === undefined).map((name) => ({
          label: `Par ${CRITERION_WORDS[name].by}`,
          href: hrefOf(asked, name),
          current: name === by,
        }))}
      />
      <Bars
        caption={`${askedWords(asked) || 'Tous les professionnels'}, par ${CRITERION_WORDS[by].by}`}
        heads={[CRITERION_WORDS[by].name, 'Personnes']}
        bars={[...shares].sort(largestFirst).map((share) => bar(asked, by, share))}
        total={people}
      />
    </>
  );
}

function bar(asked: PeopleAsked, by: Criterion, [value, told]: Share): Bar {
  const words = valueWords(by, value);
  if (told === 'few') return { label: words, words: FEW };
  const only = { ...asked, [by]: value };
  return { label: <a href={hrefOf(only, undefined)}>{words}</a>, value: told };
}

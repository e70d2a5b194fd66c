import type { Context } from 'hono';
import type { catalogue } from '../../modules/credentials/index.js';
import type { Env } from '../../platform/http/request.js';
import {
  Alert,
  Button,
  ButtonRow,
  Card,
  ErrorSummary,
  type FieldError,
  Form,
  fieldsOf,
  Grid,
  RadioGroup,
} from '../../ui/index.js';
import { MeansCard } from './catalogue-page.js';
import { Frame, HOME } from './frame.js';

const GUIDE = `${HOME}/guide`;

export const WHO_WORDS: Readonly<Record<catalogue.Who, string>> = {
  professional: 'Professionnel inscrit par un ordre, une ARS ou les armées',
  training: 'Interne, ou étudiant autorisé à remplacer',
  role: 'Inscrit au RPPS par mon employeur (profession à rôle)',
  'practice-staff': 'Salarié d’un professionnel libéral, sans numéro RPPS',
  'structure-staff': 'Salarié d’une structure, sans numéro RPPS',
  director: 'Représentant légal d’une structure, non professionnel',
  software: 'Je m’occupe d’un logiciel ou d’un serveur',
};

export const NEED_WORDS: Readonly<Record<catalogue.Need, string>> = {
  'sign-in': 'Me connecter à des services (ou connecter un logiciel)',
  insi: 'Vérifier l’identité d’un patient (INSi)',
  dmp: 'Consulter ou alimenter le DMP',
};

const options = (words: Readonly<Record<string, string>>) =>
  Object.entries(words).map(([value, label]) => ({ value, label }));

/** Three questions, and the means that they lead to. */
export function GuidePage(props: {
  c: Context<Env>;
  typed: Readonly<Record<string, string | undefined>>;
  errors: readonly FieldError[];
  advice: catalogue.Advice | undefined;
}) {
  const { c, typed, errors, advice } = props;
  const field = fieldsOf(typed, errors);
  return (
    <Frame
      c={c}
      here={GUIDE}
      title="Laissez-vous guider"
      lead="Trois questions, et le moyen qui convient. Rien n’est enregistré."
      width={advice ? 'normal' : 'narrow'}
    >
      {advice ? (
        <Advised advice={advice} />
      ) : (
        <>
          <ErrorSummary errors={errors} />
          <Form action={GUIDE} method="get" label="Laissez-vous guider" hidden={{ demande: 'oui' }}>
            <RadioGroup {...field('qui')} label="Qui êtes-vous ?" options={options(WHO_WORDS)} />
            <RadioGroup {...field('besoin')} label="Que voulez-vous faire ?" options={options(NEED_WORDS)} />
            <RadioGroup
              {...field('telephone')}
              label="Pouvez-vous utiliser un téléphone ou une tablette au travail ?"
              options={[
                { value: 'oui', label: 'Oui' },
                { value: 'non', label: 'Non' },
              ]}
              inline
            />
            <Button>Voir le moyen qui convient</Button>
          </Form>
        </>
      )}
    </Frame>
  );
}

function Advised({ advice: { means, why } }: { advice: catalogue.Advice }) {
  const [first, ...others] = means;
  return (
    <>
      {first ? (
        <Card title={`Le moyen qui convient : ${first.name}`}>
          <p>{why}</p>
          <p>{first.how}</p>
          <Button href={first.door.href}>{first.door.label}</Button>
        </Card>
      ) : (
        <Alert title="Aucun moyen ne le permet">{why}</Alert>
      )}
      {others.length > 0 ? (
        <>
          <h2>{first?.branch === 'organisation' ? 'Il y faut aussi' : 'Convient aussi'}</h2>
          <Grid min="medium">
            {others.map((one) => (
              <MeansCard means={one} />
            ))}
          </Grid>
        </>
      ) : null}
      <ButtonRow>
        <Button kind="secondary" href={GUIDE}>
          Recommencer
        </Button>
      </ButtonRow>
    </>
  );
}

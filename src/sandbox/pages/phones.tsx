import { type Context, Hono } from 'hono';
import type { App } from '../../platform/app.js';
import type { Ctx } from '../../platform/context.js';
import { Refusal } from '../../platform/errors.js';
import { type Env, formFields } from '../../platform/http/request.js';
import {
  Alert,
  Button,
  ButtonRow,
  Card,
  Checkbox,
  EmptyState,
  Field,
  Form,
  Grid,
  Page,
  Select,
} from '../../ui/index.js';
import { demandBody } from '../api/schemas.js';
import { scriptPlayer } from '../phone-scripts/player.js';
import { DEEDS, type Deed, type PlayedScript, type Step, scriptBody } from '../phone-scripts/script.js';
import { readScript } from '../phone-scripts/store.js';
import { createPhone, livePhones, type SandboxPhone } from '../phones.js';
import { personAsked } from '../population/index.js';
import { NewPhones } from './new-phones.js';

const SHOWN = 40;

const WORDS: Readonly<Record<Deed, string>> = {
  approve: 'approuver',
  refuse: 'refuser',
  'wrong-number': 'choisir un mauvais nombre',
  'wrong-code': 'taper un mauvais code',
  ignore: 'ne rien faire',
};

interface Scripted extends SandboxPhone {
  readonly script: PlayedScript | undefined;
}

/** The phones of the sandbox, and what each does by itself. */
export function phonePages(app: App): Hono<Env> {
  const routes = new Hono<Env>();
  const page = async (c: Context<Env>, refused?: string) => {
    const props = { phones: await scripted(c.get('ctx')), ...(refused !== undefined && { refused }) };
    return c.html(<PhonesPage {...props} />, refused === undefined ? 200 : 422);
  };
  const done = async (c: Context<Env>, work: () => Promise<unknown>) => {
    try {
      await work();
      return c.redirect('/sandbox/telephones', 303);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return page(c, error.message);
    }
  };
  routes.get('/', (c) => page(c));
  routes.post('/', async (c) => {
    const { idNat = '' } = await formFields(c);
    return done(c, () => createPhone(c.get('ctx'), idNat.trim()));
  });
  routes.post('/personne', async (c) => {
    const read = demandBody.safeParse({ kind: (await formFields(c)).kind });
    if (!read.success) return page(c, 'Choisissez qui créer.');
    const ctx = c.get('ctx');
    return done(c, async () => createPhone(ctx, (await personAsked(ctx, read.data)).idNat));
  });
  routes.post('/identite', async (c) => {
    const { reponse = '' } = await formFields(c);
    const ctx = c.get('ctx');
    return done(c, async () => {
      const { idNat } = await personAsked(ctx, { kind: 'edit', userinfo: parsed(reponse) });
      return createPhone(ctx, idNat);
    });
  });
  routes.post('/:id', async (c) => {
    const given = await formFields(c);
    return done(c, () => scriptPlayer(app).play(c.req.param('id'), scriptOf(given)));
  });
  return routes;
}

/** What was pasted, read; text that is no JSON stays text, which is no answer either. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

async function scripted(ctx: Ctx): Promise<Scripted[]> {
  const phones = await livePhones(ctx, SHOWN);
  return Promise.all(phones.map(async (phone) => ({ ...phone, script: await readScript(ctx, phone.id) })));
}

function scriptOf({ acte = '', apres = '', toujours }: Readonly<Record<string, string>>) {
  const step = { do: acte, after: Number(apres || 0) };
  const asked = acte === '' ? {} : toujours ? { otherwise: step } : { steps: [step] };
  const read = scriptBody.safeParse(asked);
  if (read.success) return read.data;
  throw new Refusal({
    code: 'sandbox.bad-script',
    status: 422,
    message: 'Choisissez une action, et un délai de 0 à 300 secondes.',
  });
}

function PhonesPage({ phones, refused }: { phones: readonly Scripted[]; refused?: string }) {
  return (
    <Page
      title="Téléphones virtuels"
      lead="Dites d’avance ce que fera un téléphone à la prochaine connexion : plus besoin de le tenir."
      width="wide"
      banner="sandbox"
      breadcrumbs={[
        { label: 'Esculape', href: '/' },
        { label: 'Bac à sable', href: '/sandbox' },
        { label: 'Téléphones' },
      ]}
    >
      {refused ? (
        <Alert tone="error" live>
          {refused}
        </Alert>
      ) : null}
      <h2>Téléphones en service</h2>
      {phones.length === 0 ? (
        <EmptyState
          level={3}
          title="Aucun téléphone virtuel"
          help="Créez-en un : il active l’e-CPS d’une personne d’essai, comme elle le ferait."
        />
      ) : (
        <Grid min="large">
          {phones.map((phone) => (
            <PhoneCard {...phone} />
          ))}
        </Grid>
      )}
      <NewPhones />
      <p>
        Par programme : <code>POST /sandbox/api/phones/…/script</code>, ou dans vos tests{' '}
        <code>await phone.script(…)</code>, pour une suite d’actions.
      </p>
    </Page>
  );
}

function PhoneCard({ id, idNat, code, script }: Scripted) {
  return (
    <Card title={`e-CPS de ${idNat}`} level={3}>
      <p>
        Code personnel {code}. {told(script)}
      </p>
      <Form method="post" action={`/sandbox/telephones/${id}`} label={`Script du téléphone de ${idNat}`}>
        <Select
          name="acte"
          id={`acte-${id}`}
          label="À la prochaine connexion"
          options={[
            { value: '', label: 'attendre une main' },
            ...DEEDS.map((value) => ({ value, label: WORDS[value] })),
          ]}
        />
        <Field name="apres" id={`apres-${id}`} label="Après combien de secondes" value="0" />
        <Checkbox name="toujours" id={`toujours-${id}`} label="Et à toutes les suivantes" />
        <ButtonRow>
          <Button>Enregistrer</Button>
        </ButtonRow>
      </Form>
    </Card>
  );
}

const step = ({ do: deed, after }: Step): string => WORDS[deed] + (after > 0 ? ` après ${after} s` : '');

function told(script: PlayedScript | undefined): string {
  const left = script?.steps.slice(script.played).map(step) ?? [];
  const always = script?.otherwise ? [`toujours ${step(script.otherwise)}`] : [];
  const next = [...left, ...always];
  return next.length > 0 ? `À suivre : ${next.join(', puis ')}.` : 'Il attend qu’on réponde.';
}

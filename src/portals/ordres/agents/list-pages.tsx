import type { Member } from '../../../modules/authorities/index.js';
import { Button, EmptyState, Field, Form, Pager, Table, Tabs, Tag, Time } from '../../../ui/index.js';
import { Frame, type View } from '../frame.js';
import { professionName } from '../member/file-blocks.js';
import { STATE_WORDS } from '../member/file-page.js';

/** The lists of applications, by what is expected of the agent. */
export const LISTS = {
  'a-instruire': { label: 'À instruire', states: ['submitted', 'in-review'] },
  complement: { label: 'Complément attendu', states: ['complement-requested'] },
  terminees: { label: 'Refusées ou abandonnées', states: ['refused', 'abandoned'] },
} as const;

export type ListName = keyof typeof LISTS;

/** Civil name, the one under which files are sorted. */
export const civilName = ({ record }: Member): string =>
  `${record.civilStatus.birthName} ${record.civilStatus.givenNames[0] ?? ''}`;

export interface ListProps extends View {
  readonly files: readonly Member[];
  readonly nextHref: string | undefined;
}

/** The applications of one list, oldest first. */
export function ApplicationsPage(props: ListProps & { list: ListName }) {
  const { portal, files } = props;
  const tabs = Object.entries(LISTS).map(([name, { label }]) => ({
    label,
    href: `${portal.path}/agents?liste=${name}`,
    current: name === props.list,
  }));
  return (
    <Frame {...props} title="Demandes d’inscription" width="wide" current="agents">
      <Tabs label="Demandes" items={tabs} />
      <FilesTable
        {...props}
        caption={LISTS[props.list].label}
        href={(file) => `${portal.path}/agents/dossiers/${file.memberId}`}
        empty={
          <EmptyState
            title="Aucune demande ici"
            help="Les demandes des professionnels et celles que vous saisissez arrivent dans « À instruire »."
            action={<Button href={`${portal.path}/agents/inscription`}>Saisir une inscription</Button>}
          />
        }
      />
      <Pager nextHref={files.length > 0 ? props.nextHref : undefined} />
    </Frame>
  );
}

/** Members of the authority, searched by the start of the birth name or by number. */
export function MembersPage(props: ListProps & { q: string }) {
  const { portal, q } = props;
  return (
    <Frame {...props} title="Membres" width="wide" current="agents/membres">
      <Form action={`${portal.path}/agents/membres`} method="get" search label="Chercher un membre" inline>
        <Field label="Nom de naissance ou numéro" name="q" value={q} hint="Le début suffit." />
        <Button>Chercher</Button>
      </Form>
      <FilesTable
        {...props}
        caption="Membres"
        href={(file) => `${portal.path}/agents/membres/${file.memberId}`}
        empty={
          <EmptyState
            title="Aucun membre trouvé"
            help="Essayez le nom de naissance, sans prénom, ou le numéro RPPS."
          />
        }
      />
      <Pager nextHref={props.nextHref} />
    </Frame>
  );
}

function FilesTable(
  props: ListProps & {
    caption: string;
    href: (file: Member) => string;
    empty: ReturnType<typeof EmptyState>;
  },
) {
  return (
    <Table
      caption={props.caption}
      columns={['Nom', 'Profession', 'Identifiant', 'Depuis', 'État'].map((label) => ({ label }))}
      rows={props.files.map((file) => [
        <a href={props.href(file)}>{civilName(file)}</a>,
        file.record.exercises.map(professionName).join(', '),
        file.idNat ?? 'Pas encore',
        <Time value={file.createdAt} precision="day" />,
        <Tag tone={file.state === 'active' ? 'success' : 'neutral'}>{STATE_WORDS[file.state]}</Tag>,
      ])}
      empty={props.empty}
    />
  );
}

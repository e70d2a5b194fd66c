import type { Counted } from '../../../modules/identity-provider/index.js';
import { Tabs } from '../../../ui/index.js';
import { ByMeans, ByOutcome, ByPeriod, Errors, exactly, Waits } from './charts.js';

/** The figures of one service, or of all: sign-ins by period, by means, what failed, and how long phones take. */
export function Dashboard(props: {
  href: string;
  by: 'day' | 'month';
  counted: readonly Counted[];
  errors: readonly { error: string; number: number }[];
}) {
  const { href, by, counted, errors } = props;
  return (
    <>
      <Tabs
        label="Période"
        items={[
          { label: 'Trente jours', href, current: by === 'day' },
          { label: 'Douze mois', href: `${href}?par=mois`, current: by === 'month' },
        ]}
      />
      <ByPeriod counted={counted} tell={exactly} name={by === 'month' ? 'mois' : 'jour'} />
      <ByMeans counted={counted} tell={exactly} />
      <ByOutcome counted={counted} />
      <Waits counted={counted} />
      <Errors errors={errors} />
      <p>Comptées toutes les dix minutes. Personne n’est nommé : ce sont des nombres par jour.</p>
    </>
  );
}

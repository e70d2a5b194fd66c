import type { Context } from 'hono';
import type { Env } from '../../platform/http/request.js';
import { Card, PrintButton } from '../../ui/index.js';
import { PortalPage } from '../portal-page.js';

/** What a structure and the agency agree on. */
export const ContractTerms = () => (
  <Card title="Ce que le contrat engage">
    <ol>
      <li>La structure désigne qui agit pour elle et retire à temps ce qu’elle a donné.</li>
      <li>Elle vérifie l’identité de chaque porteur et lui remet sa carte en main propre.</li>
      <li>Elle déclare sans attendre une perte, un vol ou un départ.</li>
      <li>Un contrat de l’entité juridique couvre tous ses établissements.</li>
      <li>Il prend fin si le numéro FINESS ou SIRET change : un nouveau contrat est alors à signer.</li>
    </ol>
  </Card>
);

/** The contract to print and sign on paper, for a director who has no means to sign it on line. */
export function BlankContractPage({ c }: { c: Context<Env> }) {
  return (
    <PortalPage
      c={c}
      title="Contrat à signer sur papier"
      lead="Imprimez-le, signez-le, puis joignez-le au formulaire F101 avec l’acte qui vous nomme, en un seul document."
      width="narrow"
      door={{ name: 'Formulaires', href: '/formulaires' }}
      breadcrumbs={[
        { label: 'Formulaires', href: '/formulaires' },
        { label: 'F101', href: '/formulaires/f101' },
        { label: 'Contrat' },
      ]}
    >
      <ContractTerms />
      <Card title="Signature : le représentant légal">
        <p>Structure, numéro FINESS ou SIRET : ………………………………………………</p>
        <p>Nom et fonction : ………………………………………………</p>
        <p>Fait à ………………………………… le …………………</p>
      </Card>
      <PrintButton label="Imprimer le contrat" />
    </PortalPage>
  );
}

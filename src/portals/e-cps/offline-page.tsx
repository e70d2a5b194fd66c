import { Alert, Button, Page } from '../../ui/index.js';

/** What the installed page shows without a network. */
export function OfflinePage({ sandbox }: { sandbox: boolean }) {
  return (
    <Page
      title="Hors ligne"
      door={{ name: 'e-CPS', href: '/e-cps' }}
      width="narrow"
      banner={sandbox ? 'sandbox' : undefined}
    >
      <Alert tone="warning">
        Votre téléphone n’est pas connecté. L’e-CPS a besoin du réseau pour répondre.
      </Alert>
      <p>
        <Button href="/e-cps">Réessayer</Button>
      </p>
    </Page>
  );
}

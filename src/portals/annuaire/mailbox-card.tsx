import type { PublicMailbox } from '../../modules/directory/index.js';
import { Card, CopyButton, DescriptionList } from '../../ui/index.js';

/** The secure mailboxes of a person or a structure that everybody may know. */
export function MailboxCard({ mailboxes }: { mailboxes: readonly PublicMailbox[] }) {
  return (
    <Card title="Messageries sécurisées de santé (MSSanté)">
      {mailboxes.length === 0 ? (
        <p>Aucune adresse publiée. Une adresse en liste rouge n’est jamais montrée ici.</p>
      ) : (
        <DescriptionList
          items={mailboxes.map((box) => ({
            term: [box.type.label, box.service].filter(Boolean).join(', '),
            value: (
              <>
                {box.address} <CopyButton value={box.address} />
              </>
            ),
            note: [
              box.description,
              box.dematerialisation ? 'Accepte les documents sans papier' : undefined,
              'Déclarée par son opérateur',
            ]
              .filter(Boolean)
              .join(' · '),
          }))}
        />
      )}
    </Card>
  );
}

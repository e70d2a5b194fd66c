import { GalleryContent } from './gallery-content.js';
import { GalleryForms } from './gallery-forms.js';
import { Page } from './page.js';

/** Every component in each of its states, on one page. Its links and forms lead nowhere. */
export function Gallery() {
  return (
    <Page
      title="Galerie des composants"
      lead="Toutes les pièces dont les pages sont faites, dans chacun de leurs états."
      banner="sandbox"
      door={{ name: 'Annuaire Santé', href: '#contenu' }}
      nav={[
        { label: 'Rechercher', href: '#contenu' },
        { label: 'Mon compte', href: '#contenu', current: true },
        { label: 'Suivi des données', href: '#contenu' },
        { label: 'Aide', href: '#contenu' },
      ]}
      user={{ name: 'Camille Ferrandon', role: 'Médecin', signOutHref: '#contenu' }}
      breadcrumbs={[
        { label: 'Accueil', href: '#contenu' },
        { label: 'Bac à sable', href: '#contenu' },
        { label: 'Galerie' },
      ]}
      footerLinks={[
        { label: 'Mentions légales', href: '#contenu' },
        { label: 'Accessibilité', href: '#contenu' },
      ]}
    >
      <GalleryForms />
      <GalleryContent />
    </Page>
  );
}

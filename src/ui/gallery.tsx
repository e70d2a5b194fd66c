import { Page } from './page.js';

/** Every component in each of its states, on one page. */
export function Gallery() {
  return <Page title="Galerie des composants" banner="sandbox" width="wide" />;
}

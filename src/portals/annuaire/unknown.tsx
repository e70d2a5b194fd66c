import type { Context } from 'hono';
import { Refusal } from '../../platform/errors.js';
import type { Env } from '../../platform/http/request.js';
import { EmptyState } from '../../ui/index.js';
import { Frame } from './frame.js';

/** What programs are told of a person or a structure that the directory does not show. */
export const unknownPerson = () =>
  new Refusal({
    code: 'directory.unknown-person',
    status: 404,
    message: 'Personne de ce numéro dans l’annuaire.',
  });

export const unknownStructure = () =>
  new Refusal({
    code: 'directory.unknown-structure',
    status: 404,
    message: 'Aucune structure de ce numéro dans l’annuaire.',
  });

/** The same for people who read. */
export function UnknownPerson({ c }: { c: Context<Env> }) {
  return (
    <Frame c={c} here="search" title="Personne de ce numéro dans l’annuaire" width="narrow">
      <EmptyState
        title="Que faire ?"
        help={
          <p>
            Vérifiez le numéro. Une inscription toute récente apparaît dès que le RPPS l’a transmise : le plus
            souvent en une seconde, 24 heures au plus. Un professionnel qui n’exerce plus ne figure plus ici.
          </p>
        }
        action={<a href="/annuaire">Chercher par le nom</a>}
      />
    </Frame>
  );
}

export function UnknownStructure({ c }: { c: Context<Env> }) {
  return (
    <Frame c={c} here="search" title="Aucune structure de ce numéro dans l’annuaire" width="narrow">
      <EmptyState
        title="Que faire ?"
        help={<p>Un établissement se cherche aussi par son nom, sa ville, son numéro FINESS ou SIRET.</p>}
        action={<a href="/annuaire?onglet=structures">Chercher une structure</a>}
      />
    </Frame>
  );
}

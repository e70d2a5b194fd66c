import type { Hono } from 'hono';
import { oauthDoor } from './modules/access/index.js';
import { acme, igc } from './modules/credentials/index.js';
import { apiKeys, fhirDoor, restrictedFhirDoor, webServices } from './modules/directory/index.js';
import { identityProviderDoor } from './modules/identity-provider/index.js';
import type { App } from './platform/app.js';
import type { Env } from './platform/http/request.js';
import { homePortal } from './portals/accueil/route.js';
import { annuairePortal } from './portals/annuaire/route.js';
import { mailboxesApi } from './portals/api/mssante/route.js';
import { authoritiesApi } from './portals/api/route.js';
import { signInPortal } from './portals/connexion/route.js';
import { documentationPortal } from './portals/documentation/route.js';
import { phonePortal } from './portals/e-cps/route.js';
import { contactsPortal } from './portals/exploitation/contacts/route.js';
import { operationsPortal } from './portals/exploitation/route.js';
import { testProductsPortal } from './portals/formulaires/f414/route.js';
import { formsPortal } from './portals/formulaires/route.js';
import { igcPortal } from './portals/igc/route.js';
import { incidentPortal } from './portals/incident/route.js';
import { ownCardAlias, ownCardPortal } from './portals/ma-carte/route.js';
import { habilitationsPortal } from './portals/mes-habilitations/route.js';
import { cataloguePortal } from './portals/moyens-d-identification/route.js';
import { mssantePortal } from './portals/mssante/route.js';
import { ordresPortal } from './portals/ordres/route.js';
import { staffPortal } from './portals/personnel/route.js';
import { meansPortal } from './portals/portail-psc/moyens/route.js';
import { pscPortal } from './portals/portail-psc/route.js';
import { walletPortal } from './portals/portefeuille/route.js';
import { rppsPortal } from './portals/rpps/route.js';
import { servicesPortal } from './portals/services/route.js';
import { statisticsPortal } from './portals/statistiques/route.js';
import { suiviPortal } from './portals/suivi/route.js';
import { tomPortal } from './portals/tom/route.js';
import { liberalCardsPortal } from './portals/tops/route.js';
import { usagesPortal } from './portals/usages/route.js';
import { sandboxApi } from './sandbox/api/route.js';
import { hospitalPages } from './sandbox/hospital/route.js';
import { sandboxPages } from './sandbox/pages/route.js';
import { SECTORAL_PATH, sectoralServices } from './sandbox/sectoral/route.js';

export interface Mount {
  readonly prefix: string;
  /** Opens the routes below the prefix. */
  open(app: App): Promise<{ routes: Hono<Env>; close?: () => Promise<void> }>;
  /** Called by programs with a credential of their own: no session cookie is read, no origin is asked for. */
  readonly forPrograms?: boolean;
  /** Called by programs thousands of times a second: the routes make their own world, headers and refusals. */
  readonly byItself?: boolean;
  readonly sandboxOnly?: boolean;
  /** Bytes of the largest form, where the usual limit is too low. */
  readonly largestBody?: number;
}

const pages = (prefix: string, portal: (app: App) => Hono<Env>): Mount => ({
  prefix,
  open: async (app) => ({ routes: portal(app) }),
});

const programs = (prefix: string, portal: (app: App) => Hono<Env>): Mount => ({
  ...pages(prefix, portal),
  forPrograms: true,
});

/** The open API, which counts the calls of its keys. */
const openFhir = (prefix: string): Mount => ({
  prefix,
  open: async (app) => ({ routes: fhirDoor(app), close: () => apiKeys.writeDownUse(app.ctx) }),
  forPrograms: true,
  byItself: true,
});

const sandbox = (mount: Mount): Mount => ({ ...mount, sandboxOnly: true });

/** URL prefix -> who answers there. */
export const mounts: readonly Mount[] = [
  sandbox(programs('/sandbox/api', sandboxApi)),
  sandbox(programs(SECTORAL_PATH, sectoralServices)),
  sandbox(pages('/sandbox/hopital', hospitalPages)),
  sandbox(pages('/sandbox', sandboxPages)),
  programs('/api/oauth', oauthDoor),
  programs('/api/mssante', mailboxesApi),
  programs('/api', authoritiesApi),
  pages('/connexion', signInPortal),
  pages('/ordres', ordresPortal),
  pages('/annuaire', annuairePortal),
  programs('/annuaire-sante-webservices', webServices),
  { ...programs('/auth', identityProviderDoor), byItself: true },
  { ...programs('/fhir/restricted/v2', restrictedFhirDoor), byItself: true },
  openFhir('/fhir/v2'),
  openFhir('/fhir'),
  { ...programs('/igc/ocsp', igc.ocspDoor), byItself: true },
  pages('/igc/plateforme', igcPortal),
  programs('/igc', igc.authorityDoor),
  programs('/acme', acme.acmeDoor),
  pages('/portail-psc/moyens', meansPortal),
  pages('/portail-psc', pscPortal),
  pages('/portefeuille', walletPortal),
  pages('/e-cps', phonePortal),
  pages('/personnel', staffPortal),
  pages('/moyens-d-identification', cataloguePortal),
  pages('/ma-carte', ownCardPortal),
  pages('/ma-cps', ownCardAlias),
  pages('/tops', liberalCardsPortal),
  // A proof of identity, and what a form adds to it.
  { ...pages('/incident', incidentPortal), largestBody: 4 * 1024 * 1024 },
  pages('/rpps', rppsPortal),
  pages('/suivi', suiviPortal),
  // Two hundred thousand lines, with room to spare.
  { ...pages('/exploitation/contacts-oni', contactsPortal), largestBody: 16 * 1024 * 1024 },
  pages('/exploitation', operationsPortal),
  pages('/formulaires/f414', testProductsPortal),
  // A document of three megabytes, with room to spare.
  { ...pages('/formulaires', formsPortal), largestBody: 4 * 1024 * 1024 },
  pages('/mes-habilitations', habilitationsPortal),
  { ...pages('/tom', tomPortal), largestBody: 1024 * 1024 },
  { ...pages('/mssante', mssantePortal), largestBody: 1024 * 1024 },
  pages('/statistiques', statisticsPortal),
  // A version of a matrix.
  { ...pages('/usages', usagesPortal), largestBody: 1024 * 1024 },
  pages('/services', servicesPortal),
  pages('/documentation', documentationPortal),
  pages('/', homePortal),
];

// The rules of the house that concern imports. tests/architecture.test.ts runs them too.

/** The graph of the modules, lowest first; a module may import what stands on an earlier line. */
const LAYERS = [
  ['nomenclatures'],
  ['structures'],
  ['access'],
  ['authorities'],
  ['registry'],
  ['messaging', 'credentials'],
  ['directory'],
  ['identity-provider'],
  // Asked by portals only, so they may look at everything below.
  ['tracking', 'guidance'],
];

const module_ = (names) => `^src/modules/(${names.join('|')})/`;

const downwardOnly = LAYERS.flatMap((layer, level) =>
  layer.map((name) => {
    const below = LAYERS.slice(0, level).flat();
    return {
      name: `${name}-imports-lower-modules-only`,
      severity: 'error',
      from: { path: module_([name]) },
      to: { path: '^src/modules/', pathNot: module_([name, ...below]) },
    };
  }),
);

module.exports = {
  forbidden: [
    {
      name: 'known-module',
      comment: 'A new module takes its place in the graph above.',
      severity: 'error',
      from: {},
      to: { path: '^src/modules/', pathNot: module_(LAYERS.flat()) },
    },
    ...downwardOnly,
    {
      name: 'one-door',
      comment: 'A module is entered by its index.ts only.',
      severity: 'error',
      from: { path: '^src/modules/([^/]+)/' },
      to: { path: '^src/modules/[^/]+/', pathNot: ['^src/modules/[^/]+/index\\.ts$', '^src/modules/$1/'] },
    },
    {
      name: 'one-door-from-outside',
      comment: 'Portals, sandbox, command line and composition too.',
      severity: 'error',
      from: { pathNot: '^src/modules/' },
      to: { path: '^src/modules/[^/]+/', pathNot: '^src/modules/[^/]+/index\\.ts$' },
    },
    {
      name: 'platform-and-ui-know-no-domain',
      severity: 'error',
      from: { path: '^src/(platform|ui)/' },
      to: { path: '^src/', pathNot: '^src/(platform|ui)/' },
    },
    {
      name: 'platform-draws-nothing',
      severity: 'error',
      from: { path: '^src/platform/', pathNot: '^src/platform/http/' },
      to: { path: '^src/ui/' },
    },
    {
      name: 'modules-stand-on-platform-and-ui',
      comment: 'A module knows neither the screens, nor the sandbox, nor the composition.',
      severity: 'error',
      from: { path: '^src/modules/' },
      to: { path: '^src/', pathNot: '^src/(modules|platform|ui)/' },
    },
    {
      name: 'nobody-imports-portals',
      comment: 'The files at the root of src compose them.',
      severity: 'error',
      from: { path: '^src/[^/]+/', pathNot: '^src/portals/' },
      to: { path: '^src/portals/' },
    },
    {
      name: 'production-lives-without-sandbox',
      comment: 'Only the composition and the command line may bring the simulated world in.',
      severity: 'error',
      from: { path: '^src/(portals|platform|ui)/' },
      to: { path: '^src/sandbox/' },
    },
    {
      name: 'portals-hold-no-sql',
      comment: 'A portal asks a module.',
      severity: 'error',
      from: { path: '^src/(portals|ui)/' },
      to: { path: '(^|node_modules/)(pg|kysely|pg-copy-streams)(/|$)', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'rules-are-pure',
      comment: 'A rule asks no database, no clock, no network: it imports types, rules and pure libraries.',
      severity: 'error',
      from: { path: '^src/modules/.+/rules/', pathNot: '\\.test\\.tsx?$' },
      to: {
        pathNot: [
          '^src/modules/.+/rules/',
          '^src/modules/.+/(index|types|errors|messages|events)\\.ts$',
          '^src/modules/.+/[^/]+-types\\.ts$',
          '^src/platform/errors\\.ts$',
          // To read a key is a pure function too; the rest of `crypto` is not.
          '^src/platform/public-key\\.ts$',
          // Words for the faults of a shape: a function of the fault alone.
          '^src/platform/shape-words\\.ts$',
          // Node's deep comparison is a pure function.
          '^util$',
          '(^|node_modules/)(zod|libphonenumber-js)(/|$)',
        ],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'no-circle',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'resolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '\\.test\\.tsx?$' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};

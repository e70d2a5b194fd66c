export type * from './entry.js';
export type * from './public-person.js';
export { publicPerson } from './queries/public-person.js';
export { restrictedPerson } from './queries/restricted-person.js';
export { COUNTED, type SearchQuery, type SearchResult, search } from './queries/search.js';
export { projectPeople } from './reactions/project-people.js';
export { readEntries as entries } from './store.js';

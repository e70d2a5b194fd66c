import type { PublicPerson } from '../../modules/directory/index.js';

/** What a person does, in words: each profession, or the roles of those who are registered by their role. */
export function occupation({ exercises }: PublicPerson): string {
  const all = exercises.flatMap(({ profession, activities }) => {
    const roles = activities.flatMap(({ role }) => role?.label ?? []);
    return roles.length > 0 ? roles : [profession.label];
  });
  return [...new Set(all)].join(', ');
}

import type { z } from 'zod';

const WORDS = {
  missing: 'Ce champ est obligatoire.',
  'unknown-property': 'Cette propriété n’existe pas.',
  invalid_type: 'Cette valeur n’est pas du bon type.',
  too_small: 'Cette valeur est trop courte.',
  too_big: 'Cette valeur est trop longue.',
  invalid_format: 'Cette valeur n’a pas la bonne forme.',
  invalid_value: 'Cette valeur n’est pas une de celles qui sont permises.',
  invalid_union: 'Cette valeur n’est aucune des formes permises.',
} as const;

const ALL: ReadonlyMap<string, string> = new Map(Object.entries(WORDS));

/** What is wrong with a value, by the code of an issue of zod, or `missing`, or `unknown-property`. */
export const shapeWords = (code: string): string => ALL.get(code) ?? 'Cette valeur n’est pas valable.';

/** For `safeParse(…, { error: inFrench })`: words for what a schema has none for, where zod would say its own in English. */
export const inFrench: z.core.$ZodErrorMap = (issue) => {
  if (issue.code === 'unrecognized_keys') {
    const one = issue.keys.length === 1;
    return `${one ? 'Cette propriété n’existe pas' : 'Ces propriétés n’existent pas'} : ${issue.keys.join(', ')}.`;
  }
  return shapeWords(issue.input === undefined ? 'missing' : issue.code);
};

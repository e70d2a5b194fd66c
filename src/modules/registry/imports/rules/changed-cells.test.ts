import { describe, expect, it } from 'vitest';
import type { FileKind } from '../../files/index.js';
import { changedLines } from './changed-cells.js';
import { KEPT_FIELDS, type Kept } from './kept-fields.js';

const lines = (...cells: string[][]) => cells.map((line) => line.join('|')).join('\n');

describe('what changes in the lines of a person', () => {
  it('is nothing when they are the same, in whatever order', () => {
    const [a, b] = [
      ['10', 'C', 'S', 'SM26'],
      ['10', 'C', 'S', 'SM54'],
    ];
    expect(changedLines('savoir-faire', lines(a ?? [], b ?? []), lines(b ?? [], a ?? []))).toEqual([]);
  });

  it('is the cells that differ between a line and the one that looks most like it', () => {
    const before = lines(['10', 'C', 'S', 'SM26'], ['21', 'C', 'S', 'SM01']);
    const after = lines(['10', 'C', 'S', 'SM54'], ['21', 'C', 'S', 'SM01']);
    expect(changedLines('savoir-faire', before, after)).toEqual([
      { what: 'changed', cells: [{ field: 'skill', before: 'SM26', after: 'SM54' }] },
    ]);
  });

  it('is a whole line that comes, or goes, with its filled cells', () => {
    const line = ['10', '', 'S', 'SM26'];
    const cells = (side: 'before' | 'after') =>
      [
        ['profession', '10'],
        ['skillType', 'S'],
        ['skill', 'SM26'],
      ].map(([field, value]) => ({ before: '', after: '', field, [side]: value }));
    expect(changedLines('savoir-faire', '', lines(line))).toEqual([{ what: 'added', cells: cells('after') }]);
    expect(changedLines('savoir-faire', lines(line), '')).toEqual([
      { what: 'removed', cells: cells('before') },
    ]);
  });

  const lineOf = (file: FileKind, said: Partial<Record<Kept, string>>) =>
    lines(KEPT_FIELDS[file].map((field) => said[field] ?? ''));

  it('tells of a restricted cell that it changes, and neither of its values', () => {
    const before = lineOf('prosanteconnect', { name: 'A', birthName: 'ANCIEN', civility: 'M' });
    const after = lineOf('prosanteconnect', { name: 'B', birthName: 'SECRET', civility: 'MME' });
    expect(changedLines('prosanteconnect', before, after)).toEqual([
      {
        what: 'changed',
        cells: [
          { field: 'name', before: 'A', after: 'B' },
          { field: 'birthName', restricted: true },
          { field: 'civility', restricted: true },
        ],
      },
    ]);
  });

  it('tells both values of a civility that the open file says', () => {
    const [before, after] = ['M', 'MME'].map((civility) => lineOf('personne-activite', { civility }));
    expect(changedLines('personne-activite', before ?? '', after ?? '')).toEqual([
      { what: 'changed', cells: [{ field: 'civility', before: 'M', after: 'MME' }] },
    ]);
  });
});

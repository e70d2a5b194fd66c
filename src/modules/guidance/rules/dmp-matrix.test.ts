import { describe, expect, it } from 'vitest';
import { documentTypes, shippedMatrixFile } from '../document-types.js';
import { dmpChanges } from './dmp-changes.js';
import { readDmpFile } from './dmp-file.js';
import { type DmpMatrix, dmpAccess, dmpReaders } from './dmp-matrix.js';

function matrixOf(text: string): DmpMatrix {
  const read = readDmpFile(text, documentTypes());
  if ('problems' in read) throw new Error(JSON.stringify(read.problems));
  return read.matrix;
}
const SHIPPED = shippedMatrixFile();
const shipped = matrixOf(SHIPPED);
const readable = (readerCode: string, matrix = shipped) =>
  documentTypes()
    .filter((type) => dmpAccess(matrix, readerCode, type).access === 'read')
    .map(({ code }) => code);
const problemsOf = (text: string) => {
  const read = readDmpFile(text, documentTypes());
  return 'problems' in read ? read.problems.map(({ line }) => line) : [];
};

describe('the matrix that comes with the program', () => {
  it('is a partial one, with its version, its date and its source', () => {
    expect(shipped).toMatchObject({ version: '2023-10 partielle', date: '2023-10-29' });
    expect(shipped.source).toContain('Arrêté du 26 octobre 2023');
    const readers = dmpReaders(shipped).size;
    expect([shipped.lines.length, readers]).toEqual([37, 13]);
    expect(shipped.source).toContain(`${readers} de ses 19 lecteurs`);
  });

  it('lets a physician read all but the residence certificate, a nurse what is named, others nothing', () => {
    const every = documentTypes().map(({ code }) => code);
    expect(every.filter((code) => !readable('TRE_G15#10').includes(code))).toEqual(['ATTEST-RESID']);
    expect(readable('TRE_G15#60')).toHaveLength(9);
    for (const reader of ['TRE_R22#GENR10', 'TRE_R94#41', 'TRE_G15#26', 'invente'])
      expect([reader, readable(reader)]).toEqual([reader, []]);
  });
});

describe('a line of a matrix', () => {
  const head =
    '# version: 1\n# date: 2024-01-01\n# source: un texte\nlecteur;code;classe;document;libelle;acces;certitude;source\n';
  const line = (documentClass: string, type: string, access: string, reader = 'TRE_G15#60') =>
    `Infirmier;${reader};${documentClass};${type};;${access};;\n`;

  it('counts before its class, and the class before all documents', () => {
    const text =
      head + line('*', '*', 'aucun') + line('11 Synthèse', '*', 'lecture') + line('*', 'SYNTH', 'aucun');
    const read = readable('TRE_G15#60', matrixOf(text));
    expect(read).toContain('60591-5');
    expect(read).not.toContain('SYNTH');
    expect(read).not.toContain('11488-4');
  });

  it('is refused where it is wrong, and says which; so is a file that is none', () => {
    expect(problemsOf(head + line('*', 'inconnu', 'lecture'))).toEqual([5]);
    expect(problemsOf(head + line('*', '*', 'ecriture'))).toEqual([5]);
    expect(problemsOf(head + line('*', '*', 'lecture', 'TRE_G15#9999'))).toEqual([5]);
    expect(problemsOf(head + line('*', '*', 'lecture', 'TRE_R85#310'))).toEqual([5]);
    expect(problemsOf(head + line('*', '*', 'lecture') + line('*', '*', 'aucun'))).toEqual([6]);
    expect(problemsOf(`${head}Infirmier;TRE_G15#60\n`)).toContain(5);
    expect(problemsOf(head)).toEqual([0]);
    expect(problemsOf('')).toEqual([0, 0, 0, 0, 0]);
    expect(problemsOf(SHIPPED.replace('2023-10-29', '2023-02-30'))).toEqual([0]);
    expect(problemsOf(SHIPPED.replace('lecteur;', ''))).toEqual([0]);
  });

  it('is told as a change for each document whose answer is another one', () => {
    const next = matrixOf(SHIPPED.replace('Certificat médical;aucun', 'Certificat médical;lecture'));
    expect(dmpChanges(shipped, next, documentTypes())).toEqual([
      expect.objectContaining({ readerCode: 'TRE_G15#60', before: 'none', after: 'read' }),
    ]);
    expect(dmpChanges(shipped, shipped, documentTypes())).toEqual([]);
  });
});

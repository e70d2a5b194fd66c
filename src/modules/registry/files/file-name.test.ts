import { describe, expect, it } from 'vitest';
import { fileName, parseFileName } from './file-name.js';
import { type FileKind, NATIONAL_FILES } from './national-file.js';

describe('the names of the national files', () => {
  it('carry the kind and the time of publication, and are read back', () => {
    const date = new Date('2026-01-05T02:45:59Z');
    expect(fileName('savoir-faire', date)).toBe('PS_LibreAcces_SavoirFaire_202601050245.txt');
    for (const kind of Object.keys(NATIONAL_FILES) as FileKind[]) {
      expect(parseFileName(fileName(kind, date))).toEqual({ kind, publishedAt: '202601050245' });
    }
  });

  it('are read in the spellings that were published', () => {
    const read = { kind: 'prosanteconnect', publishedAt: '202203010230' };
    expect(parseFileName('Extraction_Pro_sante_connect_Personne_activite_202203010230.zip')).toEqual(read);
    expect(parseFileName('extraction_prosanteconnect_personne_activite_202203010230.TXT')).toEqual(read);
  });

  it('are read of a file that was downloaded twice', () => {
    for (const more of [' (1).txt', '-1.zip', ' - Copie.txt'])
      expect(parseFileName(`PS_LibreAcces_Personne_activite_202601050245${more}`)).toEqual({
        ...{ kind: 'personne-activite', publishedAt: '202601050245' },
      });
  });

  it.each([
    'PS_LibreAcces_202601050245.txt',
    'PS_LibreAcces_SavoirFaire.txt',
    'PS_LibreAcces_SavoirFaire_20260105.txt',
    'PS_LibreAcces_SavoirFaire_202613050245.txt',
    'PS_LibreAcces_SavoirFaire_202601052445.txt',
    'PS_LibreAcces_SavoirFaire_202601050245.csv',
    '',
  ])('are not seen in %j', (name) => {
    expect(parseFileName(name)).toBeUndefined();
  });
});

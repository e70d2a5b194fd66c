import { label, profession } from '../../../modules/nomenclatures/index.js';

/** A text as a cell: capitals without accents nor typographic signs, nothing that separates cells or lines. */
export function capitals(text: string): string {
  // Nearly every text of a file is so already.
  if (isWritten(text)) return text;
  let written = WRITTEN.get(text);
  if (written === undefined) {
    written = text
      .normalize('NFD')
      .replace(/\p{M}/gu, '')
      .replaceAll('’', "'")
      .replace(/[|\r\n]/g, ' ')
      .toUpperCase();
    if (WRITTEN.size > 50_000) WRITTEN.clear();
    WRITTEN.set(text, written);
  }
  return written;
}

const WRITTEN = new Map<string, string>();

/** Whether a text has nothing but what a cell may show. A regular expression takes 1.7 times as long, and each line has six. */
function isWritten(text: string): boolean {
  for (let i = 0; i < text.length; i += 1) if (SHOWN[text.charCodeAt(i)] !== 1) return false;
  return true;
}

const SHOWN = new Uint8Array(256);
for (const sign of "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789' -") SHOWN[sign.charCodeAt(0)] = 1;

/** Two cells, a code of a list and its label; two empty ones without a code. */
export function coded(list: string, code: string | undefined): string {
  if (code === undefined) return '|';
  let known = PAIRS.get(list);
  if (!known) {
    known = new Map();
    PAIRS.set(list, known);
  }
  let pair = known.get(code);
  if (pair === undefined) {
    pair = `${code}|${plain(label(list, code))}`;
    known.set(code, pair);
  }
  return pair;
}

const PAIRS = new Map<string, Map<string, string>>();

/** Two cells, a profession and its label, which in these files is the same in training. */
export function professionCells(code: string): string {
  let pair = PROFESSIONS.get(code);
  if (pair === undefined) {
    pair = `${code}|${plain(profession(code)?.label)}`;
    PROFESSIONS.set(code, pair);
  }
  return pair;
}

const PROFESSIONS = new Map<string, string>();

/** The body that answers for the person, the profession and the activity; the last is empty without an activity. */
export function authorityCell(authority: string, hasActivity: boolean): string {
  const body = authority.startsWith('ARS-') ? 'ARS' : authority;
  return hasActivity ? `${body}/${body}/${body}` : `${body}/${body}/`;
}

const plain = (text = ''): string => text.replaceAll('’', "'").replaceAll('|', ' ');

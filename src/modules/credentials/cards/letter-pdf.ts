import type { LetterText } from './rules/letter-text.js';

export interface PrintedLetter extends LetterText {
  /** Name, then the lines of the address. */
  readonly to: readonly string[];
  readonly day: string;
  readonly sentAt: Date;
  /** Printed across the top in a sandbox. */
  readonly banner?: string | undefined;
}

const MARGIN = 60;
/** Where the window of an envelope is, in points. */
const WINDOW = { x: 320, y: 150 } as const;

/** One page of A4, its address where the window of an envelope shows it. */
export async function letterPdf(letter: PrintedLetter): Promise<Buffer> {
  // Read when a letter is printed: the program starts without it.
  const { default: PDFDocument } = await import('pdfkit');
  const page = new PDFDocument({
    size: 'A4',
    margin: MARGIN,
    lang: 'fr-FR',
    // Words stay words for whoever reads the file with a program.
    compress: false,
    info: { Title: letter.subject, CreationDate: letter.sentAt, Producer: 'Esculape', Creator: 'Esculape' },
  });
  const parts: Buffer[] = [];
  const written = new Promise<Buffer>((resolve) => {
    page.on('data', (part: Buffer) => parts.push(part));
    page.on('end', () => resolve(Buffer.concat(parts)));
  });
  write(page, letter);
  page.end();
  return written;
}

function write(page: PDFKit.PDFDocument, letter: PrintedLetter): void {
  if (letter.banner) page.font('Helvetica-Bold').fontSize(10).text(letter.banner, MARGIN, 30);
  page.font('Helvetica-Bold').fontSize(14).text('Esculape', MARGIN, MARGIN);
  page.font('Helvetica').fontSize(10).text('Gestion des cartes de professionnels');
  page.fontSize(11).text(letter.to.join('\n'), WINDOW.x, WINDOW.y);
  page.text(`Le ${letter.day}`, MARGIN, 270);
  page.moveDown().font('Helvetica-Bold').text(`Objet : ${letter.subject}`).font('Helvetica');
  for (const paragraph of letter.paragraphs) page.moveDown().text(paragraph, { align: 'left' });
  for (const { name, value } of letter.secrets)
    page
      .moveDown()
      .fontSize(11)
      .text(`${name} :`)
      .font('Courier-Bold')
      .fontSize(20)
      .text(value)
      .font('Helvetica');
}

/** The two dresses of the button: on a light ground, and on a dark one. */
export const BUTTON_TONES = {
  sombre: { ground: '#0d4f52', ink: '#ffffff', edge: '#0d4f52' },
  clair: { ground: '#ffffff', ink: '#0d4f52', edge: '#0d4f52' },
} as const;

export type ButtonTone = keyof typeof BUTTON_TONES;

export const isTone = (text: string): text is ButtonTone => Object.hasOwn(BUTTON_TONES, text);

/** Width and height in pixels, and the least height at which the words can be read. */
export const BUTTON_SIZE = { width: 260, height: 60, least: 44 } as const;

/** What the button says, and nothing else. */
export const BUTTON_WORDS = 'S’identifier avec Pro Santé Connect';

/** The button as a picture of ours: a telephone that says yes, and the words. Out: SVG. */
export function buttonSvg(tone: ButtonTone): string {
  const { ground, ink, edge } = BUTTON_TONES[tone];
  const { width, height } = BUTTON_SIZE;
  const font = `font-family="system-ui, 'Segoe UI', Roboto, Arial, sans-serif" fill="${ink}"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${BUTTON_WORDS}">
<rect x="1" y="1" width="${width - 2}" height="${height - 2}" rx="29" fill="${ground}" stroke="${edge}" stroke-width="2"/>
<g fill="none" stroke="${ink}" stroke-width="2.4" stroke-linecap="round" stroke-linejoin="round" transform="translate(14 10)">
<circle cx="20" cy="20" r="18.5"/><rect x="13.5" y="8.5" width="13" height="23" rx="3"/><path d="M16.8 19.6l2.5 2.6 4.2-5M18.6 27.6h2.8"/>
</g>
<text x="66" y="26" font-size="14" textLength="110" lengthAdjust="spacingAndGlyphs" ${font}>S’identifier avec</text>
<text x="66" y="45" font-size="17" font-weight="700" textLength="168" lengthAdjust="spacingAndGlyphs" ${font}>Pro Santé Connect</text>
</svg>
`;
}

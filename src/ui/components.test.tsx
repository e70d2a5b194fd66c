import { describe, expect, it } from 'vitest';
import {
  Alert,
  Bars,
  Button,
  Card,
  Checkbox,
  DescriptionList,
  Done,
  ErrorSummary,
  Field,
  Form,
  NumberChoice,
  Pager,
  QrFigure,
  RadioGroup,
  Select,
  Table,
  Timeline,
} from './index.js';

const HOSTILE = `"><script>alert('x')</script>&`;
const text = async (node: unknown) => String(await node);

it('says what was done by a code of its words alone, whatever stands in the address', async () => {
  const words = { fait: 'C’est fait.' };
  expect(await text(<Done words={words} code="fait" />)).toContain('C’est fait.');
  for (const code of [undefined, '', 'autre', 'constructor', '__proto__', HOSTILE])
    expect(await text(<Done words={words} code={code} />)).toBe('');
});

describe('what comes from people', () => {
  it('is escaped wherever a component shows it', async () => {
    const pages = await Promise.all(
      [
        <Field label={HOSTILE} name={HOSTILE} value={HOSTILE} hint={HOSTILE} error={HOSTILE} />,
        <Select label={HOSTILE} name="s" options={[{ value: HOSTILE, label: HOSTILE }]} value={HOSTILE} />,
        <Checkbox label={HOSTILE} name={HOSTILE} value={HOSTILE} />,
        <Alert title={HOSTILE}>{HOSTILE}</Alert>,
        <ErrorSummary errors={[{ field: HOSTILE, message: HOSTILE }]} />,
        <Card title={HOSTILE} href={HOSTILE}>
          {HOSTILE}
        </Card>,
        <DescriptionList items={[{ term: HOSTILE, value: HOSTILE, note: HOSTILE }]} />,
        <Table
          caption={HOSTILE}
          columns={[{ label: HOSTILE }, { label: HOSTILE }]}
          rows={[[HOSTILE, HOSTILE]]}
        />,
        <Bars caption={HOSTILE} heads={[HOSTILE, HOSTILE]} bars={[{ label: HOSTILE, words: HOSTILE }]} />,
        <Timeline label={HOSTILE} steps={[{ title: HOSTILE, state: 'done', body: HOSTILE }]} />,
        <Form action={HOSTILE} hidden={{ [HOSTILE]: HOSTILE }} />,
        <NumberChoice legend={HOSTILE} name={HOSTILE} numbers={[HOSTILE]} />,
      ].map(text),
    );
    for (const page of pages) {
      expect(page).not.toContain('<script');
      expect(page).toContain('&lt;script&gt;');
    }
  });

  it('never becomes an address that runs code', async () => {
    const code = ['javascript', 'alert(1)'].join(':');
    expect(await text(<Button href={code}>x</Button>)).toContain('href="#"');
    expect(await text(<Pager nextHref={code} />)).not.toContain('javascript:');
    expect(await text(<Form action={code} />)).toContain('action="#"');
  });

  it('is never drawn as a QR code unless it is made of plain shapes', () => {
    expect(() => QrFigure({ svg: '<svg><path d="M0 0h1"/></svg>', label: 'x' })).not.toThrow();
    for (const svg of [
      HOSTILE,
      '',
      '<svg onload="x"></svg>',
      '<svg><script>1</script></svg>',
      '<svg><a href="x"/></svg>',
      '<svg/onload=alert(1)>',
      '<svg><path d="" \nonclick=x></svg>',
    ]) {
      expect(() => QrFigure({ svg, label: 'x' }), svg).toThrow();
    }
  });
});

describe('a field', () => {
  it('is tied to its label, its hint and its error', async () => {
    const page = await text(
      <Field label="Mobile" name="contact.mobile" hint="Dix chiffres" error="Trop court" />,
    );
    expect(page).toContain('<label for="f-contact-mobile">');
    expect(page).toContain('aria-describedby="f-contact-mobile-hint f-contact-mobile-error"');
    expect(page).toContain('id="f-contact-mobile-hint"');
    expect(page).toContain('id="f-contact-mobile-error"');
    expect(page).toContain('aria-invalid="true"');
  });

  it('says nothing of errors when there is none', async () => {
    const page = await text(<Field label="Mobile" name="mobile" />);
    expect(page).not.toContain('aria-');
    expect(page).not.toContain('required');
  });

  it('is reached from the summary of errors, radio buttons included', async () => {
    const summary = await text(<ErrorSummary errors={[{ field: 'canal', message: 'Choisissez' }]} />);
    const group = await text(
      <RadioGroup label="Canal" name="canal" options={[{ value: 'sms', label: 'SMS' }]} />,
    );
    expect(summary).toContain('href="#f-canal"');
    expect(group).toContain('id="f-canal"');
    expect(await text(<ErrorSummary errors={[]} />)).toBe('');
  });
});

it('A table keeps its roles and names its rows and cells when it is stacked', async () => {
  const page = await text(
    <Table caption="Lieux" columns={[{ label: 'Nom' }, { label: 'Ville' }]} rows={[['Tilleul', 'Lyon']]} />,
  );
  for (const role of ['table', 'row', 'columnheader', 'rowheader', 'cell'])
    expect(page).toContain(`role="${role}"`);
  expect(page).toContain('data-label="Ville"');
  expect(await text(<Table caption="Lieux" columns={[]} rows={[]} empty="Aucun lieu" />)).toBe('Aucun lieu');
});

it('A path says the state of each step in words and marks the one under way', async () => {
  const page = await text(
    <Timeline
      label="Parcours"
      steps={[
        { title: 'RPPS', state: 'done', at: '2026-03-03T08:14:05Z', elapsedMs: 42 },
        { title: 'Annuaire', state: 'current' },
        { title: 'PSC', state: 'waiting' },
        { title: 'e-CPS', state: 'failed' },
      ]}
    />,
  );
  for (const word of ['Fait', 'En cours', 'En attente', 'En échec', '42\u00a0ms'])
    expect(page).toContain(word);
  expect(page.match(/aria-current="step"/g)).toHaveLength(1);
  expect(page).toContain('datetime="2026-03-03T08:14:05.000Z"');
});

it('Bars draw each number beside it, the longest one in full, and say what has no number', async () => {
  const bars = [
    { label: 'Salarié', value: 800 },
    { label: 'Libéral', value: 200 },
    { label: 'Bénévole', words: 'moins de 5' },
  ];
  const page = await text(<Bars caption="Modes" heads={['Mode', 'Personnes']} bars={bars} total={1000} />);
  expect([...page.matchAll(/<rect width="([\d.]+)"/g)].map(([, width]) => width)).toEqual(['100', '25']);
  expect(page.match(/aria-hidden="true"/g)).toHaveLength(2);
  for (const words of ['80,0\u00a0%', '20,0\u00a0%', 'moins de 5', '–'])
    expect(page.replaceAll('\u202f', '\u00a0')).toContain(words);
  expect(await text(<Bars caption="Modes" heads={['Mode', 'Personnes']} bars={[]} empty="Rien" />)).toBe(
    'Rien',
  );
});

import { expect, it } from 'vitest';
import { safeHref } from './safe-href.js';

it.each([
  '/annuaire?q=a:b',
  '#contenu',
  '?page=2',
  'https://service.example/',
  'http://localhost:3001/',
  'mailto:a@b.example',
  'tel:+33199000000',
])('lets a page link to %s', (href) => {
  expect(safeHref(href)).toBe(href);
});

it.each([
  'javascript:alert(1)',
  'JavaScript:alert(1)',
  ' javascript:alert(1)',
  'java\nscript:alert(1)',
  '\u0001javascript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'vbscript:x',
  'blob:https://a.example/x',
])('refuses the address %j', (href) => {
  expect(safeHref(href)).toBe('#');
});

// Showing one screen at a time. Text from the server only ever becomes text, never markup.

import { phone } from './state.js';

export const root = document.getElementById('phone');

/** Shows one screen, hides the others, and takes the reader to its heading. */
export function show(name) {
  if (root.dataset.screen === name) return;
  root.dataset.screen = name;
  for (const screen of root.querySelectorAll('[data-screen]')) {
    screen.hidden = screen.dataset.screen !== name;
    if (screen.hidden) continue;
    clearErrors(screen);
    screen.querySelector('h2')?.focus();
  }
}

/** Ends what was going on by a message; its button leads home. */
export function finish(title, text) {
  phone.request = undefined;
  document.title = 'e-CPS · Esculape';
  write('result-title', title);
  write('result-text', text);
  show('result');
}

export const current = () => root.dataset.screen;

/** Writes a text where `data-text` says so; an empty one hides the element. */
export function write(name, text) {
  const element = root.querySelector(`[data-text="${name}"]`);
  element.textContent = text;
  element.hidden = text === '';
}

export const element = (id) => document.getElementById(id);

/** Name and value pairs, as a description list. */
export function describe(list, pairs) {
  list.replaceChildren(
    ...pairs.map(([term, value]) => {
      const line = document.createElement('div');
      line.className = 'description';
      const [dt, dd] = [document.createElement('dt'), document.createElement('dd')];
      dt.textContent = term;
      dd.textContent = value || 'Non renseigné';
      line.append(dt, dd);
      return line;
    }),
  );
}

function clearErrors(where) {
  for (const error of where.querySelectorAll('[data-error]')) error.hidden = true;
  for (const input of where.querySelectorAll('[aria-invalid]')) input.removeAttribute('aria-invalid');
}

function fail(form, message, field) {
  const error = form.querySelector('[data-error]');
  error.querySelector('p').textContent = message;
  error.hidden = false;
  const input = field && form.elements.namedItem(field);
  if (input instanceof HTMLInputElement) {
    input.setAttribute('aria-invalid', 'true');
    input.focus();
  } else error.focus();
}

/** A faulty field found before anything is sent. */
export class Faulty extends Error {
  constructor(field, message) {
    super(message);
    this.field = field;
  }
}

/** Runs `work(values)` when the form is sent: once at a time, and says in the form what went wrong. */
export function onSend(id, work) {
  const form = element(id);
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (form.dataset.busy) return;
    form.dataset.busy = 'yes';
    clearErrors(form);
    try {
      await work(Object.fromEntries(new FormData(form)), form);
    } catch (error) {
      fail(form, error.message, error.field);
    } finally {
      delete form.dataset.busy;
    }
  });
}

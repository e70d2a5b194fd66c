// Improvements of a page that already works without them.

for (const summary of document.querySelectorAll('[data-error-summary]')) summary.focus();

for (const button of document.querySelectorAll('[data-print]')) {
  button.hidden = false;
  button.addEventListener('click', () => window.print());
}

if (navigator.clipboard) {
  for (const button of document.querySelectorAll('[data-copy]')) {
    button.hidden = false;
    button.addEventListener('click', () => copy(button));
  }
}

async function copy(button) {
  const said = button.parentElement.querySelector('[role="status"]');
  try {
    await navigator.clipboard.writeText(button.dataset.copy);
    said.textContent = 'Copié';
  } catch {
    said.textContent = 'Copie impossible : sélectionnez le texte';
  }
  setTimeout(() => {
    said.textContent = '';
  }, 4_000);
}

// A second click on a slow connection must not send the form twice. The guard is lifted after a while, and
// when the page comes back from the history with its state.
const sent = new Set();
document.addEventListener('submit', (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.getAttribute('method') !== 'post') return;
  if (sent.has(form)) return event.preventDefault();
  sent.add(form);
  setTimeout(() => sent.delete(form), 5_000);
});
window.addEventListener('pageshow', () => sent.clear());

for (const part of document.querySelectorAll('[data-live]')) follow(part.id);

async function follow(id) {
  let part = document.getElementById(id);
  while (part && Number(part.dataset.every) > 0) {
    await new Promise((resolve) => setTimeout(resolve, Number(part.dataset.every)));
    part = await refresh(id);
  }
}

async function refresh(id) {
  const part = document.getElementById(id);
  if (!part || document.hidden) return part;
  try {
    const answer = await fetch(part.dataset.live, {
      credentials: 'same-origin',
      headers: { Accept: 'text/html' },
    });
    if (answer.redirected) return window.location.assign(answer.url);
    if (!answer.ok) return part;
    const next = new DOMParser().parseFromString(await answer.text(), 'text/html').getElementById(id);
    if (!next || next.innerHTML === part.innerHTML) return part;
    part.replaceChildren(...next.childNodes);
    part.dataset.every = next.dataset.every;
  } catch {
    // The network may come back: the next round tries again.
  }
  return part;
}

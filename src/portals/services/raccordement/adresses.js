// Says what is wrong with an address as soon as it is typed; without this script the form says it when it is sent.
const verdict = document.querySelector('[data-uri-verdict]');
const fields = ['redirectUris', 'postLogoutRedirectUris'].map((name) => document.getElementById(`f-${name}`));

async function problemOf(address) {
  const answer = await fetch('/services/raccordement/controle', {
    method: 'POST',
    body: new URLSearchParams({ adresse: address }),
  });
  const { problem } = answer.ok ? await answer.json() : { problem: null };
  return problem && `${address} : ${problem}`;
}

let timer;
async function look() {
  const addresses = fields.flatMap((field) => field?.value.split(/\s+/).filter(Boolean) ?? []);
  const problems = (await Promise.all(addresses.slice(0, 20).map(problemOf))).filter(Boolean);
  verdict.hidden = addresses.length === 0;
  verdict.textContent = problems.length > 0 ? problems.join(' ') : 'Ces adresses conviennent.';
}

for (const field of verdict ? fields : [])
  field?.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(look, 400);
  });

// Speaks to the security key, as WebAuthn asks, and sends what it answered with the form.
const place = document.querySelector('[data-key]');
const form = place.querySelector('form');
const problem = place.querySelector('[data-key-problem]');
const options = JSON.parse(place.dataset.options);

const bytes = (text) =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (sign) => sign.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
const ids = (list = []) => list.map((one) => ({ ...one, id: bytes(one.id) }));

function ask() {
  const publicKey = { ...options, challenge: bytes(options.challenge) };
  if (place.dataset.key === 'get')
    return navigator.credentials.get({
      publicKey: { ...publicKey, allowCredentials: ids(options.allowCredentials) },
    });
  const user = { ...options.user, id: bytes(options.user.id) };
  const excludeCredentials = ids(options.excludeCredentials);
  return navigator.credentials.create({ publicKey: { ...publicKey, user, excludeCredentials } });
}

function told(key) {
  const { response } = key;
  const parts = ['clientDataJSON', 'attestationObject', 'authenticatorData', 'signature', 'userHandle'];
  const given = parts.filter((name) => response[name]).map((name) => [name, text(response[name])]);
  const transports = response.getTransports?.();
  return {
    id: key.id,
    rawId: text(key.rawId),
    type: key.type,
    authenticatorAttachment: key.authenticatorAttachment ?? undefined,
    clientExtensionResults: key.getClientExtensionResults(),
    response: { ...Object.fromEntries(given), ...(transports && { transports }) },
  };
}

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  problem.textContent = '';
  try {
    form.elements.answer.value = JSON.stringify(told(await ask()));
    form.submit();
  } catch (error) {
    problem.textContent =
      error.name === 'InvalidStateError'
        ? 'Cette clé est déjà liée à votre identité.'
        : 'La clé n’a pas répondu. Vérifiez qu’elle est branchée, puis recommencez.';
  }
});

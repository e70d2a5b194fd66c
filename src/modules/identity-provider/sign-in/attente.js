// The page works without this: it only saves the wait until the next refresh.
const status = document.getElementById('attente');
const events = new EventSource(status.dataset.events);
const goOn = () => {
  events.close();
  window.location.replace(status.dataset.next);
};
events.addEventListener('decided', goOn);
// A stream that cannot be opened again (the server restarted, the sign-in ended): let the page say what is up.
events.addEventListener('error', () => {
  if (events.readyState === EventSource.CLOSED) setTimeout(goOn, 2_000);
});

// The page works without this: it only saves the wait until the next refresh.
const status = document.getElementById('attente');
const goOn = () => window.location.replace(status.dataset.next);
// The server restarted, or the sign-in ended: let the page say what is up.
const goOnSoon = () => setTimeout(goOn, 2_000);

// A proxy that passes no WebSocket, or a server that gives none: the same word comes by an event.
const waitByEvents = () => {
  const events = new EventSource(status.dataset.events);
  events.addEventListener('decided', () => {
    events.close();
    goOn();
  });
  events.addEventListener('error', () => {
    if (events.readyState === EventSource.CLOSED) goOnSoon();
  });
};

const address = new URL(status.dataset.events, window.location.href);
address.protocol = address.protocol.replace('http', 'ws');
const line = new WebSocket(address);
let open = false;
line.addEventListener('open', () => {
  open = true;
});
line.addEventListener('message', goOn);
line.addEventListener('close', () => (open ? goOnSoon() : waitByEvents()));

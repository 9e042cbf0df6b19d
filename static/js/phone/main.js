// A participant's phone page: the server's first view stands in it, and the line that keeps it up to date is opened.
// Whoever joins need not wait for that page: the one on which they joined becomes it, with the first view of the line.

import { h } from '../lib/dom.js';
import { Live } from '../lib/live.js';
import { Memory } from './memory.js';
import { Phone } from './phone.js';

const AGAIN_MS = 1000;
// Where no line comes about for so long, the page is loaded, which has a plain form on it.
const PATIENCE_MS = 3000;

// The seat's token: kept from joining, or asked for again. No answer is no refusal: ask until there is one.
async function token(circle, memory) {
  while (!given) {
    const answer = await askForToken(circle);
    if (answer && !answer.ok && answer.status < 500) return null;
    if (answer?.ok) given = (await answer.json()).token;
    else await new Promise((done) => { setTimeout(done, AGAIN_MS); });
  }
  memory.token = given;
  return given;
}

async function askForToken(circle) {
  try {
    return await fetch(`/api/circles/${circle}/seat-token`, { method: 'POST' });
  } catch {
    return null; // no connection
  }
}

function named(words) {
  const title = `${words} – Circlekeeper`;
  if (document.title !== title) document.title = title;
}

export function arrive(circle, seatToken) {
  const memory = new Memory(circle);
  given = seatToken;
  let handlers = null;
  const load = () => window.location.assign(`/p/${circle}`);
  const late = setTimeout(load, PATIENCE_MS);
  const begin = (view) => {
    clearTimeout(late);
    window.history.replaceState(null, '', `/p/${circle}`);
    const place = h('div', { id: 'phone', hidden: true });
    for (const part of document.querySelectorAll('body > header, body > main')) part.remove();
    document.body.prepend(place);
    new Phone(place, { view, memory, named, connect: (on) => { handlers = on; return live; } });
    place.querySelector('main').focus();
  };
  const live = new Live({
    circle,
    token: () => token(circle, memory),
    editKey: memory.editKey,
    on: {
      view: (view) => (handlers ? handlers.view(view) : begin(view)),
      line: (state) => handlers?.line(state),
      ended: (why) => (handlers ? handlers.ended(why) : load()),
    },
  });
}

const root = document.getElementById('phone');
let given = null;
if (root) {
  const { circle } = root.dataset;
  const memory = new Memory(circle);
  const view = JSON.parse(root.dataset.view);
  delete root.dataset.view;
  given = memory.token;
  const connect = (on) => {
    on.line('off');
    return new Live({ circle, token: () => token(circle, memory), editKey: memory.editKey, on });
  };
  new Phone(root, { view, memory, connect, named });
}

// A participant's phone page: the server's first view stands in it, and the line that keeps it up to date is opened.

import { Live } from '../lib/live.js';
import { Memory } from './memory.js';
import { Phone } from './phone.js';

const AGAIN_MS = 1000;

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
    return new Live({ token: () => token(circle, memory), editKey: memory.editKey, on });
  };
  new Phone(root, { view, memory, connect, named });
}

// Hands the token of the link over for a cookie, so that it does not stay in the address line.

import { say } from '../lib/dom.js';

const sentence = document.getElementById('enter-sentence');
const token = location.hash.slice(1);
history.replaceState(null, '', location.pathname);

async function enter() {
  const answer = await fetch('/api/enter', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ token }),
  });
  const given = await answer.json();
  if (answer.ok) location.replace(given.address);
  else say(sentence, given.message);
}

enter().catch(() => say(sentence, 'Circlekeeper cannot be reached. Check the connection, then open the link again.'));

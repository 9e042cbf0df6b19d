// Joining: the QR's key arrives behind the # of the address, which no server log ever sees, and leaves the
// address line at once. With it there is nothing to type but a name.

import { h, say, show } from '../lib/dom.js';
import { keep, kept } from '../lib/storage.js';
import { clean } from './words.js';

const KEY = 'join-key';
const form = document.getElementById('join');
const code = document.getElementById('code');
const name = document.getElementById('name');
const codeBox = document.getElementById('code-box');
const refusal = document.getElementById('refusal');
const send = form.querySelector('button');
const typeInstead = h('button', { type: 'button', class: 'quiet' }, 'Type a code instead');

function takeKey() {
  const given = window.location.hash.slice(1);
  if (given) {
    keep(KEY, given);
    window.history.replaceState(null, '', window.location.pathname);
  }
  return kept(KEY) ?? (given || null);
}

let key = takeKey();

function useCode() {
  key = null;
  keep(KEY, null);
  show(codeBox, true);
  show(typeInstead, false);
}

function refuse(sentence, field) {
  say(refusal, sentence);
  show(refusal, true);
  field?.focus();
}

function answered({ code: why, message }) {
  if (why === 'code_unknown' && key) {
    useCode();
    refuse('The square that you scanned is out of date. Type the code from the shared screen.', code);
  } else {
    refuse(message, { code_unknown: code, name_invalid: name }[why]);
  }
}

async function join() {
  const body = JSON.stringify({ name: clean(name.value), ...(key ? { key } : { code: code.value }) });
  try {
    const response = await fetch('/api/join', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body });
    const answer = await response.json();
    if (!response.ok) {
      answered(answer);
      return false;
    }
    keep(KEY, null);
    keep(`seat-${answer.circle}`, answer.token);
    await goOn(answer);
    return true;
  } catch {
    refuse('No connection. What you typed stays here. Try again.');
    return false;
  }
}

// The phone's page is drawn here, from its script, which is on its way since this page came; without it, it is loaded.
async function goOn({ circle, token }) {
  try {
    (await import('./main.js')).arrive(circle, token);
  } catch {
    window.location.assign(`/p/${circle}`);
  }
}

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  show(refusal, false);
  if (!key && !code.value.trim()) return refuse('Type the code from the shared screen.', code);
  if (!clean(name.value)) return refuse('Type your first name or initials.', name);
  if (send.getAttribute('aria-busy')) return undefined;
  send.setAttribute('aria-busy', 'true');
  say(send, 'Joining…');
  if (await join()) return undefined;
  send.removeAttribute('aria-busy');
  return say(send, 'Join the circle');
});

if (key) {
  show(codeBox, false);
  typeInstead.addEventListener('click', () => { useCode(); code.focus(); });
  form.append(typeInstead);
}

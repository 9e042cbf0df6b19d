// The control page: one view, drawn by its parts; every press goes through play().

import { say, show } from '../lib/dom.js';
import { Live } from '../lib/live.js';
import { buttons } from './buttons.js';
import { contributions } from './contributions.js';
import { ask, showKeys, stopDialog } from './dialogs.js';
import { entry } from './entry.js';
import { keys } from './keys.js';
import { people } from './people.js';
import { primary } from './primary.js';
import { round, selection } from './selection.js';
import { stage } from './stage.js';
import { token } from './token.js';

const TICK_MS = 200;
const root = document.getElementById('control');
const page = {
  circle: root.dataset.circle,
  hat: root.dataset.hat,
  view: null,
  at: (id) => document.getElementById(id),
  now: () => live.now(),
  play,
  press,
  ask: (question) => ask(page, question),
  showKeys: () => showKeys(page),
};
const parts = [stage, buttons, entry, people, contributions, selection, round].map((part) => part(page));

const live = new Live({
  token: () => token(page.circle),
  on: { view: draw, line, ended },
});

function draw(view) {
  page.view = view;
  for (const part of parts) part.draw?.(view);
  tick();
}

// What depends on the time as well as on the view.
function tick() {
  if (!page.view) return;
  const now = page.now();
  for (const part of parts) part.tick?.(page.view, now);
  const next = primary(page.view, now);
  const button = page.at('primary');
  say(button, next.label);
  button.disabled = page.hat === 'advisor' && !['close', 'records'].includes(next.go);
  say(page.at('primary-hint'), next.hint ?? '');
}

// Plays a move, and says what the server answered where it was not yes.
async function play(type, fields = {}) {
  say(page.at('answer'), '');
  const answer = await live.play(type, fields, {
    trying: () => say(page.at('answer'), 'Not saved yet, still trying.'),
  });
  say(page.at('answer'), answer.ok ? '' : answer.message);
  return answer;
}

async function press() {
  const next = primary(page.view, page.now());
  if (next.move) await play(next.move, next.fields);
  else if (next.go === 'records') location.assign(`/circles/${page.circle}/records`);
  else if (next.go === 'people') page.at('people-place').querySelector('button, input')?.focus();
  else if (next.go === 'close') await close();
}

async function close() {
  const sure = await page.ask({
    title: 'Close the circle?',
    text: 'Phones and the shared screen end. This cannot be undone. You can still complete the records.',
    yes: 'Close the circle',
    no: 'Not yet',
  });
  if (sure) await play('close', { visit: page.view.stage.visit });
}

function line(state) {
  show(page.at('line'), state !== 'on');
  say(page.at('line'), state === 'on' ? '' : 'Connection lost. The clock keeps counting here, and nothing that you typed is lost. Trying again…');
}

function ended(why) {
  show(page.at('line'), true);
  say(page.at('line'), `${why.message} Reload the page to sign in again.`);
}

page.at('primary').addEventListener('click', press);
page.at('stop').addEventListener('click', () => stopDialog(page));
keys(page);
setInterval(tick, TICK_MS);

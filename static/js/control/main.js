// The control page: one view, drawn by its parts; every press goes through play().

import { h, say, show } from '../lib/dom.js';
import { Live } from '../lib/live.js';
import { buttons } from './buttons.js';
import { contributions } from './contributions.js';
import { ask, showKeys, stopDialog } from './dialogs.js';
import { earlier } from './earlier.js';
import { entry } from './entry.js';
import { keys } from './keys.js';
import { finish, minutes } from './minutes.js';
import { people } from './people.js';
import { presence } from './presence.js';
import { primary } from './primary.js';
import { nextDate, round, selection } from './selection.js';
import { stage } from './stage.js';
import { token } from './token.js';
import { forgetTyped } from './typed.js';

const TICK_MS = 200;
const LEAVING = ['next', 'close'];
const root = document.getElementById('control');
const page = {
  circle: root.dataset.circle,
  hat: root.dataset.hat,
  view: null,
  at: (id) => document.getElementById(id),
  now: () => live.now(),
  question: (event, payload) => live.ask(event, payload),
  play,
  press,
  close,
  ask: (question) => ask(page, question),
  showKeys: () => showKeys(page),
};
const parts = [stage, finish, buttons, minutes, earlier, entry, people, presence, contributions, selection, round, nextDate].map((part) => part(page));
const keyboard = keys(page);

const live = new Live({
  circle: page.circle,
  token: () => token(page.circle),
  on: { view: draw, line, ended },
});

function draw(view) {
  if (page.view && page.view.stage.visit !== view.stage.visit) toTheTop();
  page.view = view;
  const had = document.activeElement;
  for (const part of parts) part.draw?.(view);
  tick();
  keepPlace(had);
  for (const place of root.querySelectorAll('[data-only-before]')) show(place, view.stage.state === 'lobby');
  show(page.at('screen-place'), view.stage.state !== 'closed');
  if (view.stage.state === 'closed') forgetTyped(page);
}

// Where the part of the page went away in which somebody was, they are led to the stage, not to the top.
function keepPlace(had) {
  if (!had || had === document.body || had.checkVisibility()) return;
  if (had.matches('input, textarea, select')) keyboard.deaf();
  page.at('title').focus({ preventScroll: true });
}

// In a new stage the stage is what matters, unless somebody is typing further down.
function toTheTop() {
  if (!document.activeElement?.closest('input, textarea, select')) window.scrollTo(0, 0);
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

// Plays a move, and says what the server answered where it was not yes. Before the circle goes on, what
// stands in a field for good is saved: nobody thinks of a Save button when the time is up.
async function play(type, fields = {}) {
  if (LEAVING.includes(type)) await flush();
  say(page.at('answer'), '');
  const answer = await live.play(type, fields, {
    trying: () => say(page.at('answer'), 'Not saved yet, still trying.'),
  });
  if (answer.code === 'revoked') ended(answer);
  else say(page.at('answer'), answer.ok ? '' : answer.message);
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
    text: page.view.circle.rehearsal
      ? 'Phones and the shared screen end. In a real circle you would go on with the records; a rehearsal has none.'
      : 'Phones and the shared screen end, and words that somebody typed and did not send are gone. This cannot be undone. You can still complete the records.',
    does: 'close the circle',
    no: 'Not yet',
  });
  if (sure) await play('close', { visit: page.view.stage.visit });
}

// Before the controls go to somebody else, what stands in a field for good is saved.
async function handOver(event) {
  event.preventDefault();
  await flush();
  event.target.submit();
}

async function flush() {
  for (const part of parts) await part.flush?.();
}

function line(state) {
  page.at('line').dataset.state = state;
  show(page.at('line'), state !== 'on');
  say(page.at('line'), state === 'on' ? '' : 'Connection lost. The clock keeps counting here, and nothing that you typed is lost. Trying again…');
}

// Somebody else took over, or this person was signed out. What was typed stays to be read and copied, but
// nothing here looks as if it could still be pressed.
function ended(why) {
  live.end(why);
  forgetTyped(page);
  show(page.at('line'), true);
  page.at('line').replaceChildren(
    h('strong', {}, 'You no longer have the controls of this circle.'),
    ' Somebody else may have taken over, or you were signed out. ',
    h('a', { href: location.pathname }, 'Open this circle again'));
  for (const button of root.querySelectorAll('.control-columns button, .control-columns select')) button.disabled = true;
  clearInterval(ticking);
}

page.at('primary').addEventListener('click', press);
page.at('stop').addEventListener('click', () => stopDialog(page));
page.at('hand-over')?.querySelector('form').addEventListener('submit', handOver);
const ticking = setInterval(tick, TICK_MS);

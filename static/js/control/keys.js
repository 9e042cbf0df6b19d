// The keyboard: space for the next right thing, arrows for the stages, and a few letters. Not while
// somebody types, and not while a dialog asks something.

import { keep, kept } from '../lib/storage.js';

const TYPING = 'input, textarea, select, [contenteditable]';
const PRESSABLE = 'button, a, summary';
const OFF = 'control-letters-off';
// How long keys do nothing after the field went in which somebody was typing, counted anew from each key.
const STILL_TYPING_MS = 2000;

// Who speaks to the computer, or whose hand slips, can do without keys of one letter (WCAG 2.1.4).
export function lettersOff() {
  return kept(OFF) !== null;
}

export function switchLetters(on) {
  keep(OFF, on ? null : 'off');
}

export function keys(page) {
  let deafUntil = 0;
  document.addEventListener('keydown', (event) => {
    if (!page.view || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (event.target.closest(TYPING) || page.at('dialog').open) return;
    if (performance.now() < deafUntil && event.key !== 'Tab') {
      deafUntil = performance.now() + STILL_TYPING_MS;
      event.preventDefault();
      return;
    }
    if (event.key === ' ' && event.target.closest(PRESSABLE)) return; // it presses that button
    if (lettersOff() && LETTER.test(event.key)) return;
    const act = ACTS[event.key] ?? ACTS[event.key.toLowerCase()];
    if (!act) return;
    event.preventDefault();
    act(page);
  });
  // A sentence that somebody is in the middle of must not press buttons when its field is gone.
  return { deaf: () => { deafUntil = performance.now() + STILL_TYPING_MS; } };
}

const LETTER = /^[^ ]$/;

const ACTS = {
  ' ': (page) => page.press(),
  ArrowRight: (page) => ifPossible(page, 'next', visit(page)),
  ArrowLeft: (page) => ifPossible(page, 'back', visit(page)),
  ArrowUp: (page) => ifPossible(page, 'extend', { ...visit(page), seconds: 60 }),
  b: (page) => ifPossible(page, 'blank', { on: !page.view.circle.blank }),
  p: (page) => ifPossible(page, 'phones', { ...visit(page), on: page.view.stage.phones !== 'open' }),
  s: (page) => ifPossible(page, 'silence', { on: !page.view.stage.silence }),
  t: () => [...document.querySelectorAll('#entry-place textarea, #focus-place textarea')].find((field) => field.checkVisibility())?.focus(),
  u: (page) => page.view.undo && page.play('undo', { ...visit(page), undoes: page.view.undo.op }),
  '?': (page) => page.showKeys(),
};

export const KEYS = [
  ['Space', 'The big button: the next right thing'],
  ['→', 'Go on to the next stage'],
  ['←', 'Back to the stage before'],
  ['↑', '1 minute more'],
  ['U', 'Undo, for ten seconds'],
  ['S', 'Hold the silence, and let it go'],
  ['P', 'Open phones, and shut them'],
  ['B', 'Blank the shared screen, and show it again'],
  ['T', 'Type what was said'],
  ['?', 'This list'],
];

function visit(page) {
  return { visit: page.view.stage.visit };
}

function ifPossible(page, move, fields) {
  if (page.view.controls.includes(move)) page.play(move, fields);
}

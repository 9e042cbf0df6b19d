// The keyboard: space for the next right thing, arrows for the stages, and a few letters. Not while
// somebody types, and not while a dialog asks something.

const TYPING = 'input, textarea, select, [contenteditable]';
const PRESSABLE = 'button, a, summary';

export function keys(page) {
  document.addEventListener('keydown', (event) => {
    if (!page.view || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (event.target.closest(TYPING) || page.at('dialog').open) return;
    if (event.key === ' ' && event.target.closest(PRESSABLE)) return; // it presses that button
    const act = ACTS[event.key] ?? ACTS[event.key.toLowerCase()];
    if (!act) return;
    event.preventDefault();
    act(page);
  });
}

const ACTS = {
  ' ': (page) => page.press(),
  ArrowRight: (page) => ifPossible(page, 'next', visit(page)),
  ArrowLeft: (page) => ifPossible(page, 'back', visit(page)),
  ArrowUp: (page) => ifPossible(page, 'extend', { ...visit(page), seconds: 60 }),
  b: (page) => ifPossible(page, 'blank', { on: !page.view.circle.blank }),
  t: (page) => document.querySelector('#entry-place textarea, #focus-place textarea')?.focus(),
  u: (page) => page.view.undo && page.play('undo', { ...visit(page), undoes: page.view.undo.op }),
  '?': (page) => page.showKeys(),
};

function visit(page) {
  return { visit: page.view.stage.visit };
}

function ifPossible(page, move, fields) {
  if (page.view.controls.includes(move)) page.play(move, fields);
}

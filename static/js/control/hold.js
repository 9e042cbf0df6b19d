// A button for what cannot be undone: it has to be held for a second. Whoever cannot hold, or presses with a screen
// reader or a switch, presses twice, with a moment between, so that a double click by a shaky hand does nothing.

import { h, say } from '../lib/dom.js';

export const HOLD_MS = 1000;
export const APART_MS = 700;
// A click this soon after a press belongs to that press.
const SAME_PRESS_MS = 500;
const TICK_MS = 40;
const STEPS = 4;

// The rule alone. Each answer is 'yes' (it is meant), 'again' (one more press is needed) or ''.
export class Hold {
  constructor(now = () => performance.now()) {
    Object.assign(this, { now, since: null, pressed: null, ended: null });
  }

  // The button goes down.
  down() {
    this.since = this.now();
  }

  // How much of the time it has been held, from 0 to 1.
  get held() {
    return this.since === null ? 0 : Math.min(1, (this.now() - this.since) / HOLD_MS);
  }

  up() {
    if (this.since === null) return '';
    const { held } = this;
    const began = this.since;
    this.ended = this.now();
    this.since = null;
    return held === 1 ? 'yes' : this.press(began, this.ended);
  }

  // The finger slid away, or the window lost the keyboard: nothing was meant.
  away() {
    this.since = null;
  }

  // A click that came without a press, as screen readers and switches send it.
  click() {
    if (this.since !== null) return '';
    if (this.ended !== null && this.now() - this.ended < SAME_PRESS_MS) return '';
    return this.press(this.now(), this.now());
  }

  press(began, ended) {
    const meant = this.pressed !== null && began - this.pressed >= APART_MS;
    this.pressed = ended;
    return meant ? 'yes' : 'again';
  }
}

// `does` completes “Hold to …” and “Press once more to …”; done() is called once, when it is meant.
export function holdButton({ does, done, hold = new Hold() }) {
  const fill = h('span', { class: 'control-hold-fill', 'aria-hidden': 'true' });
  const words = h('p', { class: 'control-hold-words', role: 'status' });
  const button = h('button', { type: 'button', class: 'govuk-button govuk-button--warning control-hold' },
    fill, h('span', { class: 'control-hold-label' }, `Hold to ${does}`));
  let ticking = null;
  let finished = false;

  function answer(said) {
    stop();
    if (finished || said === '') return;
    if (said === 'again') {
      say(words, `Press once more to ${does}. Or hold the button for a second.`);
      return;
    }
    finished = true;
    done();
  }

  function down() {
    if (ticking !== null) return;
    hold.down();
    say(words, 'Keep holding…');
    ticking = setInterval(tick, TICK_MS);
  }

  function tick() {
    if (hold.held === 1) answer(hold.up());
    else draw();
  }

  function draw() {
    const held = calm() ? Math.floor(hold.held * STEPS) / STEPS : hold.held;
    fill.style.setProperty('transform', `scaleX(${held})`);
  }

  function stop() {
    clearInterval(ticking);
    ticking = null;
    draw();
  }

  function away() {
    if (ticking === null) return;
    hold.away();
    stop();
    say(words, '');
  }

  button.addEventListener('pointerdown', (event) => {
    if (!event.isPrimary || event.button !== 0) return;
    // A finger belongs to what it first touched; given free, sliding off counts as letting go.
    if (button.hasPointerCapture(event.pointerId)) button.releasePointerCapture(event.pointerId);
    down();
  });
  button.addEventListener('pointerup', () => { if (ticking !== null) answer(hold.up()); });
  for (const gone of ['pointerleave', 'pointercancel', 'blur']) button.addEventListener(gone, away);
  button.addEventListener('contextmenu', (event) => event.preventDefault());
  button.addEventListener('click', () => answer(hold.click()));
  button.addEventListener('keydown', (event) => {
    if (!isPress(event)) return;
    event.preventDefault();
    if (event.repeat) return;
    down();
    untilLetGo(event.key);
  });
  button.addEventListener('keyup', (event) => {
    if (!isPress(event)) return;
    event.preventDefault();
    if (ticking !== null) answer(hold.up());
  });
  return { button, words };
}

// A key that is still held when the question has been answered must not press what gets the focus next.
function untilLetGo(key) {
  const swallow = (event) => { if (event.key === key && event.repeat) { event.preventDefault(); event.stopPropagation(); } };
  const free = (event) => {
    if (event.key !== key) return;
    document.removeEventListener('keydown', swallow, true);
    document.removeEventListener('keyup', free, true);
  };
  document.addEventListener('keydown', swallow, true);
  document.addEventListener('keyup', free, true);
}

function isPress(event) {
  return (event.key === 'Enter' || event.key === ' ') && !event.ctrlKey && !event.metaKey && !event.altKey;
}

function calm() {
  return matchMedia('(prefers-reduced-motion: reduce)').matches;
}

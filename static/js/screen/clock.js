// The time: digits in a ring that empties clockwise from the top. At zero a word, never less than nothing.

import { h, say } from '../lib/dom.js';
import { digits, inWords, remainingMs, stateAt } from '../lib/stage.js';

const LAST_MINUTE = 60_000;
// Where people want no motion the ring goes on in steps.
const STEP_MS = 10_000;
const still = window.matchMedia('(prefers-reduced-motion: reduce)');

export class Clock {
  constructor() {
    const ring = { cx: 100, cy: 100, r: 93, pathLength: 1, fill: 'none' };
    this.rest = h('circle', { ...ring, class: 'clock__rest', transform: 'rotate(-90 100 100)' });
    this.digits = h('b', { class: 'clock__digits' });
    this.under = h('span', { class: 'clock__under' });
    this.node = h('div', { class: 'clock' },
      h('svg', { class: 'clock__ring', viewBox: '0 0 200 200', 'aria-hidden': 'true' },
        h('circle', { ...ring, class: 'clock__track' }), this.rest),
      h('p', { class: 'clock__words', role: 'timer', 'aria-live': 'off' }, this.digits, ' ', this.under));
  }

  draw(stage, now) {
    const left = remainingMs(stage, now) ?? 0;
    const state = stateAt(stage, now);
    const face = faceOf(state, left, stage.planned_ms);
    say(this.digits, face.big);
    say(this.under, face.small);
    this.node.dataset.state = state;
    this.node.dataset.face = /\d/.test(face.big) ? 'digits' : 'word';
    this.under.dataset.strong = face.strong ? 'yes' : 'no';
    this.turn(left / stage.planned_ms, left);
  }

  turn(share, left) {
    const steady = still.matches ? (Math.ceil(left / STEP_MS) * STEP_MS * share) / (left || 1) : share;
    const part = Math.min(1, Math.max(0, steady));
    this.rest.setAttribute('stroke-dasharray', `${part} 2`);
    this.rest.setAttribute('stroke-dashoffset', part - 1);
    this.rest.setAttribute('visibility', part > 0 ? 'visible' : 'hidden');
  }
}

function faceOf(state, left, planned) {
  const all = inWords(planned);
  if (state === 'over') return { big: 'Time', small: '' };
  if (state === 'paused') return left ? { big: digits(left), small: 'paused', strong: true } : { big: 'Paused', small: 'no time left' };
  if (left <= LAST_MINUTE) return { big: digits(left), small: 'last minute', strong: true };
  return { big: digits(left), small: left > planned ? `more than ${all}` : `of ${all}` };
}

// The time: digits in a ring that empties clockwise from the top. At zero a word, never less than nothing.
// Where the counting is hidden there are words only, and no ring.

import { h, say } from '../lib/dom.js';
import { remainingMs, stateAt } from '../lib/stage.js';
import { faceOf } from './face.js';

// From here on the digits are one more, and the ring has to be wider.
const WIDE_MS = 10 * 60_000 - 999;
// Where people want no motion the ring goes on in steps.
const STEP_MS = 10_000;
const still = window.matchMedia('(prefers-reduced-motion: reduce)');

export class Clock {
  constructor() {
    const ring = { cx: 100, cy: 100, r: 95, pathLength: 1, fill: 'none' };
    this.rest = h('circle', { ...ring, class: 'clock__rest', transform: 'rotate(-90 100 100)' });
    this.digits = h('b', { class: 'clock__digits' });
    this.under = h('span', { class: 'clock__under' });
    this.node = h('div', { class: 'clock' },
      h('svg', { class: 'clock__ring', viewBox: '0 0 200 200', 'aria-hidden': 'true' },
        h('circle', { ...ring, class: 'clock__track' }), this.rest),
      h('p', { class: 'clock__words', role: 'timer', 'aria-live': 'off' }, this.digits, ' ', this.under));
  }

  draw(stage, now, hidden) {
    const left = remainingMs(stage, now) ?? 0;
    const face = faceOf(stage, now, hidden);
    say(this.digits, face.big);
    say(this.under, face.small);
    this.node.dataset.state = stateAt(stage, now);
    this.node.dataset.face = hidden ? 'hidden' : face.counts ? 'digits' : 'word';
    this.node.dataset.wide = this.isWide(stage, left) ? 'yes' : 'no';
    this.under.dataset.strong = face.strong ? 'yes' : 'no';
    this.turn(left / stage.planned_ms, left);
  }

  // Within a stage the ring does not shrink again: nothing beside it may move while people read.
  isWide(stage, left) {
    if (this.visit !== stage.visit) this.wide = false;
    this.visit = stage.visit;
    this.wide ||= Math.max(left, stage.planned_ms) >= WIDE_MS;
    return this.wide;
  }

  turn(share, left) {
    const steady = still.matches ? (Math.ceil(left / STEP_MS) * STEP_MS * share) / (left || 1) : share;
    const part = Math.min(1, Math.max(0, steady));
    this.rest.setAttribute('stroke-dasharray', `${part} 2`);
    this.rest.setAttribute('stroke-dashoffset', part - 1);
    this.rest.setAttribute('visibility', part > 0 ? 'visible' : 'hidden');
  }
}

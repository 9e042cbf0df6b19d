// Where we are: the stages as segments that are as long as their time.

import { h, keyed, say } from '../lib/dom.js';

// A stage without a clock, and the review, are drawn as long as these many minutes, and never longer than the longest
// stage that has a clock: a quick rehearsal has short ones.
const UNTIMED = 3;
const REVIEW = 2;

export class Rail {
  constructor() {
    this.node = h('ol', { class: 'rail', 'aria-label': 'Stages' });
  }

  draw(view) {
    const timed = view.stages.map((stage) => stage.planned_ms ?? 0);
    const longest = Math.max(...timed) / 60_000 || UNTIMED;
    const steps = view.stages.map((stage, index) => ({ ...stage, index, longest }));
    keyed(this.node, steps, (step) => step.key, segment, (node, step) => place(node, step, view.stage));
  }
}

function segment(step) {
  const node = h('li', { class: 'rail__step' },
    h('span', { class: 'rail__bar' }),
    h('span', { class: 'rail__name' }, step.key === 'review' ? step.short : `${step.index + 1} ${step.short}`),
    h('span', { class: 'rail__time' }));
  node.style.setProperty('--minutes', minutesOf(step));
  return node;
}

function minutesOf(step) {
  if (step.planned_ms) return step.planned_ms / 60_000;
  return Math.min(step.longest, step.key === 'review' ? REVIEW : UNTIMED);
}

function place(node, step, now) {
  const where = step.index < now.index ? 'past' : step.index === now.index ? 'here' : 'ahead';
  node.dataset.where = where;
  if (where === 'here') node.setAttribute('aria-current', 'step');
  else node.removeAttribute('aria-current');
  // Before the start people want to know how long it will take; later only where we are.
  say(node.lastElementChild, now.key === 'lobby' && step.planned_ms ? howLong(step.planned_ms) : '');
}

function howLong(ms) {
  return ms < 60_000 ? `${ms / 1000} s` : `${ms / 60_000} min`;
}

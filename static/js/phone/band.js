// The band at the top: the stage and the time.

import { h, say, show } from '../lib/dom.js';
import { digits, remainingMs } from '../lib/stage.js';
import { whereInWords } from './situation.js';

const LAST_MS = 60_000;

export class Band {
  // named(words) is told what the page is about.
  constructor(named) {
    this.named = named;
    this.where = h('p', { class: 'where' });
    this.title = h('h1');
    this.digits = h('span', { class: 'digits' });
    this.note = h('span', { class: 'note' });
    this.time = h('div', { class: 'time', role: 'timer', 'aria-live': 'off' }, this.digits, this.note);
    this.rest = h('i');
    this.bar = h('div', { class: 'bar', 'aria-hidden': 'true' }, this.rest);
    this.node = h('header', { class: 'band' }, h('div', {}, this.where, this.title), this.time, this.bar);
  }

  update(view, sit) {
    document.body.dataset.colour = view.stage.colour ?? 'solutions';
    say(this.where, whereInWords(view));
    say(this.title, sit.state === 'closed' ? 'Thank you' : view.stage.title);
    show(this.where, sit.state !== 'closed');
    this.named(this.title.textContent);
  }

  tick(view, sit, now) {
    const left = remainingMs(view.stage, now);
    const timed = left !== null && ['running', 'paused', 'over', 'stopped'].includes(sit.state);
    show(this.time, timed);
    show(this.bar, timed);
    if (!timed) return;
    const over = sit.state === 'over';
    say(this.digits, over ? 'Time' : digits(left));
    const last = sit.state === 'running' && left <= LAST_MS;
    say(this.note, { paused: 'paused', stopped: 'stopped' }[sit.state] ?? (last ? 'last minute' : ''));
    const whole = Math.max(view.stage.planned_ms ?? left, left, 1);
    this.rest.style.transform = `scaleX(${over ? 0 : left / whole})`;
  }

  ended(title) {
    say(this.title, title);
    for (const part of [this.where, this.time, this.bar]) show(part, false);
  }
}

// What the team agreed in earlier circles and what came of it, while the facilitator shows it. The time of a stage
// that runs stays in sight.

import { h, keyed, say, show } from '../lib/dom.js';
import { Band } from './band.js';
import { Clock } from './clock.js';
import { Rail } from './rail.js';

// The sizes of type, from large to small, at a width of 1920; below 22 nobody at the back could read it. At each size
// the list may stand below a large title, below a small one, or in two columns with a small clock: but a list that is short
// stays one list.
const SIZES = [56, 48, 44, 40, 36, 32, 28, 25, 22];
const SHAPES = ['roomy', 'close', 'two'];
const LARGEST_IN_TWO = 40;
const STATES = { open: 'Open', done: 'Done', not_yet: 'Not yet', changed: 'Changed' };

export class Earlier {
  // `aside` stands at the end of the first row: what nobody needs to read.
  constructor(aside = null) {
    this.rail = new Rail();
    this.clock = new Clock();
    this.panel = h('section', { class: 'panel', 'aria-label': 'Time' }, this.clock.node);
    this.list = h('ul', { class: 'earlier__items' });
    this.more = h('p', { class: 'earlier__more' });
    this.room = h('section', { class: 'earlier__list', 'aria-label': 'Actions' }, this.list, this.more);
    this.band = new Band();
    this.node = h('div', { class: 'earlier', 'data-layout': 'dense' },
      h('div', { class: 'top' }, this.rail.node, aside),
      h('header', { class: 'earlier__head' },
        h('h1', { class: 'earlier__title' }, 'What we agreed before'),
        h('p', { class: 'earlier__rule' }, 'From our earlier circles. How did it go?')),
      this.panel, this.room, this.band.node);
  }

  draw(view, now) {
    this.rail.draw(view);
    // Two actions may have the same words; the view has no ids here.
    const items = view.earlier.map((item, index) => ({ ...item, key: index }));
    keyed(this.list, items, (item) => item.key, make, fill);
    show(this.panel, view.stage.planned_ms !== undefined);
    this.tick(view, now);
    this.fit();
  }

  tick(view, now, lost = this.lost) {
    this.lost = lost;
    if (!this.panel.hidden) this.clock.draw(view.stage, now, view.circle.clock_hidden);
    this.band.draw(view, now, lost);
  }

  resized() {
    this.fit();
  }

  // Off the page nothing of it may be read.
  forget() {
    this.list.replaceChildren();
  }

  // The largest size at which all of it fits, in the plainest shape; at the smallest, the number of the rest.
  fit() {
    const items = [...this.list.children];
    for (const item of items) show(item, true);
    show(this.more, items.length === 0);
    say(this.more, items.length ? '' : 'Nothing is left to look at.');
    for (const size of SIZES) {
      this.node.style.setProperty('--size', size);
      for (const shape of size > LARGEST_IN_TWO ? SHAPES.slice(0, 2) : SHAPES) {
        this.node.dataset.shape = shape;
        if (this.fits()) return;
      }
    }
    show(this.more, true);
    for (let rest = 1; rest < items.length && !this.fits(); rest += 1) {
      show(items[items.length - rest], false);
      say(this.more, `and ${rest} more`);
    }
  }

  fits() {
    if (getComputedStyle(this.node).getPropertyValue('--flow')) return true;
    return this.room.scrollHeight <= this.room.clientHeight + 1;
  }
}

function make() {
  return h('li', { class: 'earlier__item' },
    h('p', { class: 'earlier__state' }), h('p', { class: 'earlier__what' }), h('p', { class: 'earlier__who' }));
}

function fill(node, item) {
  const [state, what, who] = node.children;
  node.dataset.state = item.state;
  say(state, STATES[item.state]);
  say(what, item.what);
  say(who, [item.by_whom, item.by_when].filter(Boolean).join(' · '));
  show(who, Boolean(who.textContent));
}

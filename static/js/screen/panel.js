// What stands beside the stage's name: the clock, the sum, or whose turn it is.

import { h, say, show } from '../lib/dom.js';
import { Clock } from './clock.js';
import { selecting } from './state.js';
import { Turn } from './turn.js';

export class Panel {
  constructor() {
    this.clock = new Clock();
    this.turn = new Turn();
    this.sum = new Sum();
    this.node = h('section', { class: 'panel', 'aria-label': 'Time and turn' },
      this.clock.node, this.turn.node, this.sum.node);
  }

  draw(view, kind) {
    show(this.node, kind !== 'none');
    show(this.clock.node, kind === 'clock');
    show(this.turn.node, kind === 'turn');
    show(this.sum.node, selecting(view));
    if (kind === 'turn') this.turn.draw(view.round);
    if (selecting(view)) this.sum.draw(view);
  }

  tick(view, now) {
    if (!this.clock.node.hidden) this.clock.draw(view.stage, now, view.circle.clock_hidden);
  }
}

// Offered, less what has been tried, is what is left; written out as at school, since it is a sum.
class Sum {
  constructor() {
    this.numbers = {};
    const row = (sign, name) => {
      this.numbers[name] = h('b', {});
      return h('span', { class: `sum__row sum__row--${name}` }, h('i', {}, sign), ' ', this.numbers[name], h('span', {}, ` ${name} `));
    };
    this.line = h('p', { class: 'sum__line' }, row('', 'offered'), row('−', 'tried'), row('=', 'left'), row('·', 'chosen'));
    this.checkIn = h('p', { class: 'sum__check-in' });
    this.node = h('div', { class: 'sum' }, this.line, this.checkIn);
  }

  draw(view) {
    for (const [name, node] of Object.entries(this.numbers)) say(node, String(view.sums[name]));
    const { on, by } = view.circle.check_in;
    show(this.checkIn, Boolean(on));
    const withWhom = by && view.circle.words_on_screen ? ` with ${by}` : '';
    if (on) this.checkIn.replaceChildren('We check in on ', h('b', {}, day(on)), withWhom);
  }
}

// A date is a day, wherever the screen stands: no time zone may move it.
function day(date) {
  return new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' })
    .format(new Date(`${date}T12:00:00Z`)).replace(',', '');
}

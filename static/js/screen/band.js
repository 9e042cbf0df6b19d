// The band: whether phones are open, in words and shape, and the way in for those who come late.

import { h, say, show } from '../lib/dom.js';
import { stateAt } from '../lib/stage.js';
import { doorLine, phonesLine } from './state.js';

const LOST = 'Connection lost. The clock keeps counting.';
// A phone, with a tick while it is open and a bar across while it is shut.
const PHONE = 'M8 1h8a2 2 0 0 1 2 2v18a2 2 0 0 1-2 2H8a2 2 0 0 1-2-2V3a2 2 0 0 1 2-2z';
const TICK = 'M9 12l2.2 2.4L15.2 9.4';
const BAR = 'M2 21L22 3';

export class Band {
  constructor() {
    this.mark = h('path', { d: TICK });
    this.words = h('span', {});
    this.aside = h('span', { class: 'band__aside' });
    this.join = new JoinLine();
    this.node = h('footer', { class: 'band' },
      h('p', { class: 'band__phones' },
        h('svg', { class: 'band__icon', viewBox: '0 0 24 24', 'aria-hidden': 'true' }, h('path', { d: PHONE }), this.mark),
        this.words),
      h('p', { class: 'band__door' }, this.aside, this.join.node));
  }

  draw(view, now, lost) {
    const phones = phonesLine(view, now);
    this.node.dataset.phones = phones.open ? 'open' : 'shut';
    this.node.dataset.bell = stateAt(view.stage, now) === 'over' ? 'yes' : 'no';
    this.mark.setAttribute('d', phones.open ? TICK : BAR);
    say(this.words, phones.words);
    const door = lost ? { words: LOST } : doorLine(view, now);
    say(this.aside, door.words ?? '');
    show(this.aside, Boolean(door.words));
    this.join.draw(door.join);
  }
}

class JoinLine {
  constructor() {
    this.address = h('span', { class: 'band__address' });
    this.code = h('b', { class: 'band__code' });
    this.node = h('span', {}, 'Join at ', this.address, ' ', this.code);
  }

  draw(join) {
    show(this.node, Boolean(join));
    say(this.address, join?.address ?? '');
    say(this.code, join?.code ?? '');
  }
}

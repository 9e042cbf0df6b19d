// For somebody who comes after the start: where the circle stands, in one look.

import { h, show } from '../lib/dom.js';
import { inWords, remainingMs } from '../lib/stage.js';
import { button } from './parts.js';
import { rule, whereInWords } from './situation.js';

export class CatchUp {
  constructor({ memory, redraw: again }) {
    Object.assign(this, { memory, again });
    this.body = h('div');
    const got = button('Got it', () => { this.memory.catchUp(); this.again(); }, 'first');
    this.node = h('section', { class: 'catch-up', 'aria-label': 'Where the circle is now' }, this.body, got);
    this.asked = false;
    this.joined = memory.token !== null;
  }

  // Whether the card is up. Only the window in which somebody has just joined may need it: another window of
  // the same seat, or one opened anew, has no token from joining; whoever has sent something knows the way.
  update(view, sit, now) {
    const joinedNow = this.joined && view.stage.index >= 0 && view.mine.length === 0;
    if (!this.asked && !joinedNow) this.memory.catchUp();
    const wanted = !this.memory.caughtUp && view.stage.index >= 0 && sit.state !== 'stopped';
    if (wanted && (!this.asked || this.stage !== view.stage.visit)) this.fill(view, sit, now);
    this.asked = true;
    this.stage = view.stage.visit;
    show(this.node, wanted);
    return wanted;
  }

  fill(view, sit, now) {
    const left = remainingMs(view.stage, now);
    const focus = view.circle.focus.text;
    this.body.replaceChildren(...[
      h('h2', {}, 'You have joined part of the way through'),
      h('dl', {},
        row('Now', `${whereInWords(view)}: ${view.stage.title}`),
        row('Who speaks', view.stage.who_speaks),
        row('What to do', rule(view, sit)),
        focus && row('The focus', focus),
        left !== null && row('Time left', left > 0 ? `about ${inWords(round(left))}` : 'None')),
    ]);
  }
}

function row(name, words) {
  return h('div', {}, h('dt', {}, name), h('dd', {}, words));
}

// To half a minute: the band shows the seconds.
function round(ms) {
  return Math.max(30_000, Math.round(ms / 30_000) * 30_000);
}

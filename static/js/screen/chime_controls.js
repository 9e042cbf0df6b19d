// The chime on the page: in the lobby a switch, a try and a hint; in a stage nothing, unless it is wanted and blocked.

import { h, say, show } from '../lib/dom.js';
import { hintFor } from './chime.js';

export class ChimeControls {
  constructor(chime) {
    const press = () => chime.toggle();
    this.toggle = h('button', { type: 'button', class: 'quiet-button', onclick: press }, 'Soft chime at the end of a stage');
    this.hint = h('p', { class: 'chime__hint', 'aria-live': 'polite' });
    this.node = h('div', { class: 'chime' },
      h('div', { class: 'chime__buttons' },
        this.toggle,
        h('button', { type: 'button', class: 'quiet-button', onclick: () => chime.test() }, 'Try the sound')),
      this.hint);
    chime.watch(() => {
      this.toggle.setAttribute('aria-pressed', String(chime.on));
      say(this.hint, hintFor(chime));
    });
  }
}

// After a reload in the middle of a circle the browser is silent until somebody presses something.
export class ChimeNudge {
  constructor(chime) {
    this.node = h('button', { type: 'button', class: 'quiet-button', onclick: () => chime.test() });
    chime.watch(() => {
      const silent = chime.on && chime.sound === 'blocked';
      show(this.node, silent);
      say(this.node, chime.pressed ? 'This browser blocks the chime' : 'Press here for the chime');
    });
  }
}

// What a phone shows at this moment, for staff. The phone's own page draws it, from a view that the server gives
// for looking at; what is pressed on it goes nowhere.

import { say, show } from '../lib/dom.js';
import { Live } from '../lib/live.js';
import { token } from '../control/token.js';
import { Memory } from '../phone/memory.js';
import { Phone } from '../phone/phone.js';

const ONLY = { ok: false, code: 'not_allowed', message: 'This is only to look at. Nothing is sent.' };
const TAKE_A_PART = 'First take the facilitator’s or the advisor’s part on the control page.';
const ENDED = 'This page has ended. Open it again from the control page.';

class Preview {
  constructor(device) {
    Object.assign(this, { device, circle: device.dataset.circle, phone: null, shown: 0, held: true });
    this.standing = document.getElementById('standing');
    this.live = new Live({
      circle: this.circle,
      token: () => this.token(),
      on: { view: () => this.look(), line: (state) => this.line(state), ended: () => this.end() },
    });
  }

  async token() {
    const given = await token(this.circle);
    this.held = given !== null;
    return given;
  }

  // Whatever has changed for staff may have changed for a phone.
  async look() {
    let view = null;
    try {
      view = await this.live.ask('preview', { as: this.device.dataset.as });
    } catch {
      return; // no answer: the line is as good as cut, and the next view asks again
    }
    if (view.ok === false) this.nothing(view.message);
    else if (view.version >= this.shown) this.draw(view);
  }

  nothing(sentence) {
    say(this.standing, sentence);
    show(this.device, false);
  }

  draw(view) {
    this.shown = view.version;
    say(this.standing, '');
    show(this.device, true);
    if (this.phone) this.take(view);
    else this.phone = new Phone(this.device, { view, memory: new Memory(this.circle, nowhere()), connect: (on) => this.connect(on), named: () => {} });
  }

  // The line of this phone: it hears what we are told, and says nothing.
  connect(on) {
    this.take = on.view;
    const { clock } = this.live;
    return { clock, now: () => clock.now(), play: async () => ONLY, refresh: async () => {}, acts: { pending: 0 }, end: () => {} };
  }

  line(state) {
    if (state === 'on') say(this.standing, '');
    else if (state === 'off') say(this.standing, this.phone ? 'No connection. Trying again. This is what the phone showed last.' : 'Connecting…');
  }

  end() {
    this.nothing(this.held ? ENDED : TAKE_A_PART);
    show(document.getElementById('way-back'), true);
  }
}

// Keeps for this page what a phone keeps for its window, and stores nothing.
function nowhere() {
  const held = new Map();
  return { keep: (key, value) => held.set(key, value), kept: (key) => held.get(key) ?? null, forget: () => held.clear() };
}

new Preview(document.getElementById('device'));

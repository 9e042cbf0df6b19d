// Before the start: how to join, who has joined, and what everybody reads before they send anything.

import { h, keyed, say, show } from '../lib/dom.js';
import { doorOpen } from '../lib/stage.js';
import { MAY_SLEEP } from './awake.js';
import { ChimeControls } from './chime_controls.js';
import { Rail } from './rail.js';
import { withoutPhones } from './state.js';

const PRIVACY = [
  'Everyone in the circle may see what you send. The team keeps it for the record.',
  'Do not use the names of children or families.',
];
const REHEARSED = 'Everyone in the circle may see what you send. Nothing of a rehearsal is kept.';
const LOST = 'Connection lost. This page goes on by itself.';

export class Lobby {
  constructor(chime, unencrypted) {
    this.rail = new Rail();
    this.title = h('h1', { class: 'lobby__title' });
    this.presenter = h('p', { class: 'lobby__presenter' });
    this.way = new WayIn();
    this.peopleTitle = h('h2', { class: 'lobby__subtitle' });
    this.people = h('ul', { class: 'names' });
    this.more = h('p', { class: 'lobby__more' });
    this.room = h('section', { class: 'lobby__people' }, this.peopleTitle, this.people, this.more);
    this.lost = h('p', { class: 'lobby__lost', hidden: true }, LOST);
    this.sleepy = h('p', { class: 'lobby__sleepy', hidden: true }, MAY_SLEEP);
    this.kept = h('p', {}, PRIVACY[0]);
    this.privacy = h('footer', { class: 'lobby__privacy' },
      h('div', {}, this.kept, h('p', {}, h('b', {}, PRIVACY[1])), this.lost,
        unencrypted && h('p', {}, 'This connection is not private. Use it to practise, with made-up words only.')),
      this.sleepy);
    this.node = h('div', { class: 'lobby' }, this.rail.node,
      h('header', { class: 'lobby__head' }, this.title, this.presenter, new ChimeControls(chime).node),
      this.way.node,
      this.room, this.privacy);
  }

  draw(view, now) {
    this.rail.draw(view);
    say(this.title, view.circle.format_title);
    const presenter = view.circle.presenter;
    say(this.kept, view.circle.rehearsal ? REHEARSED : PRIVACY[0]);
    say(this.presenter, presenter ? `${presenter} presents.` : '');
    this.drawPeople(view.people, withoutPhones(view));
    this.tick(view, now);
    this.fit();
  }

  tick(view, now, lost = this.wasLost) {
    const stands = this.lost.hidden === !lost;
    this.wasLost = lost;
    show(this.lost, Boolean(lost));
    this.way.draw(view, doorOpen(view, now));
    if (!stands) this.fit();
  }

  resized() {
    this.fit();
  }

  // Whether the browser keeps the screen on.
  stays(awake) {
    show(this.sleepy, !awake);
    this.fit();
  }

  drawPeople(people, noPhones) {
    const nobody = noPhones ? '' : 'Nobody has joined yet';
    say(this.peopleTitle, people.length ? `${noPhones ? 'In the circle' : 'Joined so far'}: ${people.length}` : nobody);
    // The view has no ids here; two people of one name stay two.
    const listed = people.map((person, index) => ({ ...person, key: `${index} ${person.name}` }));
    keyed(this.people, listed, (person) => person.key, () => h('li', {}), (node, person) => say(node, person.name));
  }

  // The more people, the smaller all that stands above them; at last the number of the rest.
  fit() {
    show(this.more, false);
    const names = [...this.people.children];
    for (const name of names) show(name, true);
    for (const crowd of ['few', 'many', 'crowd', 'packed']) {
      this.node.dataset.crowd = crowd;
      if (this.fits()) return;
    }
    show(this.more, true);
    for (let rest = 1; rest < names.length && !this.fits(); rest += 1) {
      show(names[names.length - rest], false);
      say(this.more, `and ${rest} more`);
    }
  }

  fits() {
    return this.room.scrollHeight <= this.room.clientHeight + 1;
  }
}

// The square to scan, the code to type and where; or, while the door is shut, what to do instead.
class WayIn {
  constructor() {
    this.path = h('path', {});
    this.square = h('svg', { class: 'way__square', role: 'img', 'aria-label': 'QR code for joining' }, this.path);
    this.address = h('b', { class: 'way__address' });
    this.code = h('p', { class: 'way__code' });
    this.open = h('div', { class: 'way' }, this.square,
      h('div', { class: 'way__words' },
        h('p', {}, 'Point your phone’s camera at the square.'),
        h('p', {}, 'Or go to ', this.address, ' and type:'),
        this.code));
    this.shut = h('p', { class: 'way__shut' });
    this.node = h('section', { class: 'lobby__way', 'aria-label': 'How to join' }, this.open, this.shut);
  }

  draw(view, open) {
    const join = open ? view.join : null;
    show(this.open, Boolean(join));
    show(this.shut, !join);
    say(this.shut, withoutPhones(view) ? 'No phones needed. Just take part.' : 'Nobody new can join now. Late? Ask the facilitator.');
    say(this.code, join?.code ?? '');
    say(this.address, join?.address ?? '');
    this.address.dataset.length = (join?.address.length ?? 0) <= 28 ? 'short' : 'long';
    if (join && this.path.getAttribute('d') !== join.qr.path) {
      // Four modules of quiet around it, or cameras do not find it.
      this.square.setAttribute('viewBox', `-4 -4 ${join.qr.size + 8} ${join.qr.size + 8}`);
      this.path.setAttribute('d', join.qr.path);
    }
  }
}

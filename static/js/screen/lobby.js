// Before the start: how to join, who has joined, and what everybody reads before they send anything.

import { h, keyed, say, show } from '../lib/dom.js';
import { doorOpen } from '../lib/stage.js';
import { Rail } from './rail.js';
import { withoutPhones } from './state.js';

const PRIVACY = [
  'What you send can be seen by this circle and this team’s staff, until soon after the record is filed.',
  'Use no names of families.',
];
const LOST = 'Connection lost. This page goes on by itself.';

export class Lobby {
  constructor(unencrypted) {
    this.rail = new Rail();
    this.title = h('h1', { class: 'lobby__title' });
    this.presenter = h('p', { class: 'lobby__presenter' });
    this.way = new WayIn();
    this.peopleTitle = h('h2', { class: 'lobby__subtitle' });
    this.people = h('ul', { class: 'names' });
    this.lost = h('p', { class: 'lobby__lost', hidden: true }, LOST);
    this.privacy = h('footer', { class: 'lobby__privacy' },
      h('p', {}, h('span', {}, PRIVACY[0]), ' ', h('b', {}, PRIVACY[1])), this.lost,
      unencrypted && h('p', {}, 'Rehearsal only: this connection is not encrypted.'));
    this.node = h('div', { class: 'lobby' }, this.rail.node,
      h('header', { class: 'lobby__head' }, this.title, this.presenter),
      this.way.node,
      h('section', { class: 'lobby__people' }, this.peopleTitle, this.people),
      this.privacy);
  }

  draw(view, now) {
    this.rail.draw(view);
    say(this.title, view.circle.format_title);
    const presenter = view.circle.presenter;
    say(this.presenter, presenter ? `${presenter} presents.` : '');
    this.drawPeople(view.people);
    this.tick(view, now);
  }

  tick(view, now, lost = this.wasLost) {
    this.wasLost = lost;
    show(this.lost, Boolean(lost));
    this.way.draw(view, doorOpen(view, now));
  }

  drawPeople(people) {
    say(this.peopleTitle, people.length ? `Joined so far: ${people.length}` : 'Nobody has joined yet');
    this.people.dataset.crowd = people.length <= 16 ? 'few' : people.length <= 40 ? 'many' : 'crowd';
    // The view has no ids here; two people of one name stay two.
    const listed = people.map((person, index) => ({ ...person, key: `${index} ${person.name}` }));
    keyed(this.people, listed, (person) => person.key, () => h('li', {}), (node, person) => say(node, person.name));
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
    say(this.shut, withoutPhones(view) ? 'No phones needed. Just take part.' : 'The door is shut. Late? Ask the facilitator.');
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

// The date on which the group checks in that the actions were done, with a named person if they like.

import { h, show } from '../lib/dom.js';
import { button, line, redraw } from './parts.js';
import { clean } from './words.js';

export class CheckIn {
  constructor({ act, tell, redraw: again }) {
    Object.assign(this, { act, tell, again, open: false });
    this.body = h('div');
    this.node = h('section', { class: 'check-in' }, h('h2', {}, 'Checking in'), this.body);
  }

  update(view, sit) {
    const known = view.circle.check_in;
    show(this.node, sit.accepts.includes('check_in'));
    if (this.node.hidden) return;
    const asking = this.open || !known?.on;
    redraw(this.body, asking ? 'form' : JSON.stringify(known), () => (asking ? this.form(known) : this.sentence(known)));
  }

  sentence({ on, by }) {
    return h('div', { class: 'settled' },
      h('p', {}, 'The group checks in on ', h('b', {}, inWords(on)), '.', by ? ` ${by} checks in.` : ''),
      button('Change', () => { this.open = true; this.again(); }, 'quiet'));
  }

  form(known) {
    const on = line('When does the group check in?', { type: 'date', value: known?.on ?? '' });
    const by = line('Who checks in? (if you like)', { maxlength: 80, value: known?.by ?? '' });
    const why = h('p', { class: 'why', role: 'alert' });
    const send = (event) => { event.preventDefault(); this.send(on.field, by.field, why); };
    return h('form', { class: 'action', novalidate: true, onsubmit: send },
      on.node, by.node, why, h('button', { type: 'submit', class: 'second strong' }, 'Save the date'));
  }

  async send(on, by, why) {
    const say = (words) => { why.textContent = words; };
    say(on.value ? '' : 'Choose a date.');
    if (!on.value) return;
    this.tell('Sending…');
    const answer = await this.act('check_in', { on: on.value, by: clean(by.value) }, { trying: () => say('Not saved yet, still trying') });
    say(answer.ok ? '' : answer.message);
    this.tell(answer.ok ? 'Saved' : answer.message);
    if (answer.ok) this.open = false;
    this.again();
  }
}

function inWords(day) {
  const parts = new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
  return parts.formatToParts(new Date(`${day}T12:00:00`)).filter((part) => part.type !== 'literal').map((part) => part.value).join(' ');
}

// Who will do what was chosen and, if they like, by when. The rest can wait for the records page.

import { h } from '../lib/dom.js';
import { button, line, redraw } from './parts.js';
import { clean } from './words.js';

export class Action {
  constructor({ act, tell, redraw: again }) {
    Object.assign(this, { act, tell, again, open: new Set() });
  }

  // Nothing where the item is not chosen; a button that asks; the form; then a sentence.
  draw(node, item, view, sit) {
    const may = sit.accepts.includes('action');
    const known = item.action?.by_whom;
    const asking = item.chosen && may && this.open.has(item.id);
    const shape = asking ? 'form' : item.chosen ? JSON.stringify([item.action, may]) : '';
    redraw(node, shape, () => {
      if (asking) return this.form(node, item, view.people);
      if (!item.chosen) return null;
      const open = () => { this.open.add(item.id); this.draw(node, item, view, sit); };
      if (known) return this.sentence(item.action, may && open);
      return may && h('div', { class: 'settled' }, button('Say who will do it', open));
    });
  }

  sentence({ by_whom: who, by_when: when }, change) {
    return h('div', { class: 'settled' },
      h('p', {}, h('b', {}, who), ' will do it', when ? `, by ${when}` : '', '.'), change && button('Change', change, 'quiet'));
  }

  form(node, item, people) {
    const names = `people-${item.id}`;
    const who = line('Who will do it?', { list: names, maxlength: 80, value: item.action?.by_whom ?? '' });
    const when = line('By when? (if you like)', { maxlength: 40, value: item.action?.by_when ?? '' });
    const why = h('p', { class: 'why', role: 'alert' });
    const list = h('datalist', { id: names }, people.map((person) => h('option', { value: person.name })));
    const send = (event) => { event.preventDefault(); this.send(node, item, who.field, when.field, why); };
    return h('form', { class: 'action', novalidate: true, onsubmit: send },
      who.node, list, when.node, why, h('button', { type: 'submit', class: 'second strong' }, 'Save'));
  }

  async send(node, item, who, when, why) {
    why.textContent = '';
    const byWhom = clean(who.value);
    if (!byWhom) {
      why.textContent = 'Say who will do it.';
      who.focus();
      return;
    }
    const say = (words) => { why.textContent = words; };
    this.tell('Sending…');
    const fields = { id: item.id, by_whom: byWhom, by_when: clean(when.value) };
    const answer = await this.act('action', fields, { trying: () => say('Not saved yet, still trying') });
    say(answer.ok ? '' : answer.message);
    this.tell(answer.ok ? 'Saved' : answer.message);
    if (answer.ok) this.open.delete(item.id);
    this.again();
  }
}

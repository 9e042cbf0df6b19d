// Who will do what was chosen and, if they like, by when: saved on leaving a field. What was typed and not
// saved is remembered. The rest can wait for the records page.

import { h } from '../lib/dom.js';
import { Nudge } from './nudge.js';
import { button, line, redraw } from './parts.js';
import { clean } from './words.js';

export class Action {
  constructor({ memory, act, tell, redraw: again }) {
    Object.assign(this, { memory, act, tell, again, open: new Set() });
  }

  // Nothing where the item is not chosen; a button that asks; the form; then a sentence.
  draw(node, item, view, sit) {
    const may = sit.accepts.includes('action');
    const known = item.action?.by_whom;
    const asking = item.chosen && may && (this.open.has(item.id) || this.memory.actions[item.id]);
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
    const typed = this.memory.actions[item.id] ?? item.action ?? {};
    const who = line('Who will do it?', { list: names, maxlength: 80, value: typed.by_whom ?? '' });
    const when = line('By when? (if you like)', { maxlength: 40, value: typed.by_when ?? '' });
    const why = h('p', { class: 'why', role: 'alert' });
    const state = h('p', { class: 'state unsaved' }, this.memory.actions[item.id] ? 'Not saved yet' : '');
    const list = h('datalist', { id: names }, people.map((person) => h('option', { value: person.name })));
    const say = (words, trouble = '') => {
      state.textContent = words;
      state.className = words === 'Saved' ? 'state saved' : 'state unsaved';
      why.textContent = trouble;
    };
    const fields = () => ({ by_whom: clean(who.field.value), by_when: clean(when.field.value) });
    const submit = h('button', { type: 'submit', class: 'second strong' }, 'Save');
    const nudges = this.nudges(who, when, (words) => { submit.textContent = words; });
    const type = () => {
      this.remember(item.id, fields());
      say('Not saved yet');
      nudges.look();
    };
    const left = () => fields().by_whom && nudges.quiet() && this.save(item.id, fields(), say);
    const press = async (event) => {
      event.preventDefault();
      if (fields().by_whom && !nudges.pass()) return;
      if (fields().by_whom) await this.close(item.id, fields(), say);
      else {
        say(state.textContent, 'Say who will do it.');
        who.field.focus();
      }
    };
    return h('form', { class: 'action', novalidate: true, onsubmit: press, oninput: type, onchange: left },
      who.node, list, when.node, state, why, submit);
  }

  // One nudge under each field. Who will do it is a colleague, and is named.
  nudges(who, when, label) {
    const asks = () => label(both.some(([nudge]) => nudge.asking) ? 'Save it all the same' : 'Save');
    const both = [[new Nudge({ verb: 'save', asks, allowed: 'name' }), who], [new Nudge({ verb: 'save', asks }), when]];
    for (const [nudge, { node }] of both) node.append(nudge.node);
    const look = () => { for (const [nudge, { field }] of both) nudge.look(field.value); };
    look();
    return {
      look,
      quiet: () => both.every(([nudge]) => nudge.fresh().length === 0),
      pass: () => both.map(([nudge, { field }]) => nudge.passes(field.value)).every(Boolean),
    };
  }

  remember(id, fields) {
    this.memory.actions[id] = fields;
    this.memory.save();
  }

  async close(id, fields, say) {
    const kept = !this.memory.actions[id] || await this.save(id, fields, say);
    if (!kept) return;
    this.open.delete(id);
    this.again();
  }

  // Resolves to whether these words are on the server.
  async save(id, fields, say) {
    this.open.add(id);
    this.tell('Sending…');
    say('Sending…');
    const answer = await this.act('action', { id, ...fields }, { trying: () => say('Not saved yet, still trying') });
    const same = JSON.stringify(this.memory.actions[id] ?? fields) === JSON.stringify(fields);
    if (answer.ok && same) {
      delete this.memory.actions[id];
      this.memory.save();
    }
    say(answer.ok && same ? 'Saved' : 'Not saved yet', answer.ok ? '' : answer.message);
    this.tell(answer.ok ? 'Saved' : answer.message);
    this.again();
    return answer.ok && same;
  }

  // What was typed for these items and is not saved, where it cannot be saved any more.
  lost(items) {
    return items.filter((item) => item.chosen && this.memory.actions[item.id]).map((item) => ({ item, ...this.memory.actions[item.id] }));
  }

  drop(id) {
    delete this.memory.actions[id];
    this.open.delete(id);
    this.memory.save();
    this.again();
  }
}

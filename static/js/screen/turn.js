// The round: whose turn it is, who is still to come, who has spoken.

import { h, say, show } from '../lib/dom.js';

export class Turn {
  constructor() {
    this.label = h('p', { class: 'turn__label' });
    this.name = h('p', { class: 'turn__name' });
    this.toCome = new Names('Still to come');
    this.spoken = new Names('Already spoken');
    this.node = h('div', { class: 'turn' }, this.label, this.name, this.toCome.node, this.spoken.node);
  }

  draw(round) {
    const { label, name } = nowSpeaking(round);
    say(this.label, label);
    say(this.name, name);
    show(this.label, Boolean(label));
    this.name.dataset.length = name.length <= 9 ? 'short' : name.length <= 18 ? 'middle' : 'long';
    this.toCome.draw(round.to_come);
    this.spoken.draw(round.spoken);
    const all = round.to_come.length + round.spoken.length;
    this.node.dataset.crowd = all <= 12 ? 'few' : all <= 30 ? 'many' : 'crowd';
  }
}

function nowSpeaking({ speaker, to_come: toCome, spoken }) {
  if (speaker) return { label: 'Now speaking', name: speaker };
  if (toCome.length) return { label: '', name: spoken.length ? 'Who is next?' : 'Who begins?' };
  return { label: '', name: 'Everyone has spoken.' };
}

class Names {
  constructor(label) {
    this.list = h('ul', { class: 'names' });
    this.node = h('div', { class: 'turn__names' }, h('h2', {}, label), this.list);
  }

  draw(names) {
    show(this.node, names.length > 0);
    this.list.replaceChildren(...names.map((name) => h('li', {}, name)));
  }
}

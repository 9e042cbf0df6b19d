// The presenter's list of what was asked or offered, as it arrives. The newest comes first, where the eye is.

import { h, keyed, say, show } from '../lib/dom.js';
import { listOf } from './kinds.js';

export class Offered {
  constructor() {
    this.node = h('div', { class: 'offered' });
  }

  update(view, sit, choosing) {
    const mine = new Set(view.mine.map((own) => own.id));
    const kinds = sit.group || sit.review || choosing ? [] : view.stage.shows?? [];
    const all = kinds.map((kind) => ({ kind, items: view.contributions.filter((c) => c.kind === kind && !mine.has(c.id)) }));
    const lists = all.filter(({ kind, items }) => items.length > 0 || awaited(view, kind));
    show(this.node, lists.length > 0);
    keyed(this.node, lists, (list) => list.kind, (list) => this.section(list), (node, list) => this.fill(node, list));
  }

  section({ kind }) {
    const node = h('section', {}, h('h2', {}, listOf(kind)), h('p', { class: 'none' }), h('ul', { class: 'cards' }));
    [node.heading, node.none, node.list] = node.children;
    return node;
  }

  fill(node, { kind, items }) {
    say(node.heading, items.length ? `${listOf(kind)}: ${items.length}` : listOf(kind));
    say(node.none, items.length ? '' : 'Nothing from the group yet.');
    show(node.none, items.length === 0);
    keyed(node.list, [...items].reverse(), (item) => item.id,
      () => h('li', { class: 'card plain' }, h('p', { class: 'words' }), h('p', { class: 'state' }), h('p', { class: 'by' })),
      (card, item) => {
        card.className = `card ${item.answered ? 'saved' : 'plain'}`;
        say(card.firstChild, item.text);
        say(card.children[1], item.answered ? 'Answered' : '');
        show(card.children[1], Boolean(item.answered));
        say(card.lastChild, item.by ?? '');
        show(card.lastChild, Boolean(item.by));
      });
  }
}

// Whether words of this kind come from the phones. Most questions are asked aloud.
function awaited({ stage }, kind) {
  return kind !== 'question' && (stage.group_sends ?? []).includes(kind);
}

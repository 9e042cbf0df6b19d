// The presenter's list of what was offered, as it arrives. The newest comes first, where the eye is.

import { h, keyed, say, show } from '../lib/dom.js';
import { listOf } from './kinds.js';

// Questions are answered aloud; what is listed begins with the stage in which the group offers something.
const NEVER = ['question'];

export class Offered {
  constructor() {
    this.node = h('div', { class: 'offered' });
  }

  update(view, sit, choosing) {
    const mine = new Set(view.mine.map((own) => own.id));
    const kinds = sit.group || sit.review || choosing ? [] : view.stage.shows?.filter((kind) => !NEVER.includes(kind)) ?? [];
    const lists = kinds.map((kind) => ({ kind, items: view.contributions.filter((c) => c.kind === kind && !mine.has(c.id)) }));
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
      () => h('li', { class: 'card plain' }, h('p', { class: 'words' }), h('p', { class: 'by' })),
      (card, item) => {
        say(card.firstChild, item.text);
        say(card.lastChild, item.by ?? '');
        show(card.lastChild, Boolean(item.by));
      });
  }
}

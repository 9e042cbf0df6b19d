// Selection: the presenter subtracts what has been tried, and chooses two or so to act on.

import { h, keyed, say, show } from '../lib/dom.js';
import { Action } from './action.js';
import { about, button, redraw } from './parts.js';

const USUAL_MOST = 3;

export class Board {
  constructor({ memory, act, tell, redraw: again }) {
    Object.assign(this, { act, tell, again, busy: new Map(), sure: null });
    this.action = new Action({ memory, act, tell, redraw: again });
    this.sums = h('p', { class: 'sums' });
    this.none = h('p', { class: 'none' }, 'Nothing was offered.');
    this.list = h('ol', { class: 'cards board' });
    this.board = h('section', {}, h('h2', {}, 'What was offered'), this.sums, this.none, this.list);
    this.lost = h('ul', { class: 'cards' });
    this.unsaved = h('section', {}, h('h2', {}, 'Not saved'), this.lost);
    this.node = h('section', {}, this.board, this.unsaved);
  }

  // Whether this is the stage, and this the phone, on which things are chosen.
  static choosing(view, sit) {
    return !sit.group && (view.stage.yours ?? []).includes('choose');
  }

  update(view, sit) {
    Object.assign(this, { view, sit });
    const choosing = Board.choosing(view, sit);
    show(this.board, choosing && sit.state !== 'stopped');
    this.drawLost(choosing ? [] : this.action.lost(view.contributions));
    show(this.node, !this.board.hidden || !this.unsaved.hidden);
    if (this.board.hidden) return;
    const items = view.contributions.filter((item) => view.stage.shows.includes(item.kind));
    this.drawSums(view.sums);
    show(this.none, items.length === 0);
    keyed(this.list, items, (item) => item.id, () => this.card(), (node, item) => this.fill(node, item));
  }

  // Who was to do what, typed and not saved before the facilitator went on.
  drawLost(lost) {
    show(this.unsaved, lost.length > 0);
    keyed(this.lost, lost, ({ item }) => item.id, ({ item }) => h('li', { class: 'card held' }, h('p', { class: 'kind' }), h('p', { class: 'words' }),
      h('div', { class: 'foot' }, h('p', { class: 'state' }, 'The stage has closed. Your words are kept here: tell the facilitator.'),
        button('Throw away', () => this.action.drop(item.id)))),
    (node, { item, by_whom: who, by_when: when }) => {
      say(node.children[0], item.text);
      say(node.children[1], `Who: ${who || 'nobody yet'}${when ? `, by ${when}` : ''}`);
    });
  }

  drawSums({ offered, tried, left, chosen }) {
    const words = `${offered} offered − ${tried} tried = ${left} left`;
    redraw(this.sums, `${words} ${chosen}`, () => [h('span', {}, words), h('span', {}, `${chosen} chosen`)]);
  }

  card() {
    const node = h('li', { tabindex: '-1' });
    node.state = h('p', { class: 'state' });
    node.back = h('div', { class: 'back' });
    node.words = h('p', { class: 'words' });
    node.doing = h('div', { class: 'doing' });
    about(node.doing, node.words);
    about(node.back, node.words);
    node.action = h('div', {});
    node.append(h('div', { class: 'foot' }, node.state, node.back), node.words, node.doing, node.action);
    return node;
  }

  fill(node, item) {
    node.className = `card ${item.chosen ? 'chosen' : item.tried ? 'tried' : 'plain'}`;
    say(node.state, item.chosen ? 'Chosen' : item.tried ? 'Tried' : '');
    show(node.state, node.state.textContent !== '');
    say(node.words, item.text);
    const may = this.sit.accepts.includes('choose');
    const signature = JSON.stringify([item.tried, item.chosen, may, this.busy.get(item.id), this.sure === item.id]);
    redraw(node.back, signature, () => may && !this.busy.has(item.id) && this.wayBack(item));
    redraw(node.doing, signature, () => may && this.buttons(item));
    this.action.draw(node.action, item, this.view, this.sit);
  }

  buttons(item) {
    const busy = this.busy.get(item.id);
    if (busy) return [h('p', { role: 'alert' }, busy.words), busy.refused && button('Go on', () => this.note(item, null), 'quiet')];
    if (this.sure === item.id) {
      return [h('p', { role: 'alert' }, 'Are you sure? Two or so is usual.'),
        button('Yes, choose', () => this.mark('choose', item, true)), button('No', () => this.ask(null))];
    }
    if (item.chosen || item.tried) return null;
    return [button('Already tried', () => this.mark('tried', item, true)), button('Choose', () => this.choose(item), 'second strong')];
  }

  wayBack(item) {
    if (item.chosen) return button('Do not choose it', () => this.mark('choose', item, false), 'quiet');
    return item.tried && button('Not tried after all', () => this.mark('tried', item, false), 'quiet');
  }

  choose(item) {
    if (this.view.sums.chosen >= USUAL_MOST) this.ask(item.id);
    else this.mark('choose', item, true);
  }

  ask(id) {
    this.sure = id;
    this.again();
  }

  async mark(type, item, on) {
    this.sure = null;
    this.note(item, 'Sending…');
    const answer = await this.act(type, { id: item.id, on }, { trying: () => this.note(item, 'Not saved yet, still trying') });
    this.note(item, answer.ok ? null : answer.message, !answer.ok);
    this.tell(answer.ok ? 'Saved' : answer.message);
  }

  note(item, words, refused = false) {
    if (words) this.busy.set(item.id, { words, refused });
    else this.busy.delete(item.id);
    this.again();
  }
}

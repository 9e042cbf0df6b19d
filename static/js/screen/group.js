// The cards of one kind: measured, put into columns, and read page by page where there are too many.

import { h, keyed, say, show } from '../lib/dom.js';
import { counted } from '../lib/stage.js';
import { fillCard, makeCard } from './card.js';
import { MOST_COLUMNS, columnsFor, pack, packPages } from './packing.js';
import { selecting } from './state.js';

// How long a page of cards stands: the more there is to read, the longer.
const READING_MS = 25; // a character
const SHORTEST_MS = 12_000;
const LONGEST_MS = 40_000;
const GAP_EM = 0.5;

export class Group {
  constructor(kind) {
    this.kind = kind;
    this.title = h('h2', { class: 'group__title' });
    this.count = h('p', { class: 'group__count' });
    this.cards = h('ul', { class: 'group__cards' });
    this.pager = new Pager((by) => this.turnBy(by), () => this.hold(!this.held));
    this.node = h('section', { class: 'group', 'data-kind': kind }, this.title, this.count, this.cards, this.pager.node);
    this.page = 0;
    this.pages = 1;
    this.held = false;
    this.columnOf = new WeakMap();
    this.turnAt = 0;
  }

  draw(view, { items }, title, fresh) {
    const words = view.circle.words_on_screen;
    const number = words ? items.length : view.sums.counts[this.kind];
    say(this.title, title);
    show(this.title, Boolean(title));
    say(this.count, `${counted(number, this.kind)} so far`);
    show(this.count, !words && number > 0 && title !== counted(number, this.kind) && !selecting(view));
    show(this.cards, words);
    this.latest = null;
    if (!fresh) {
      this.hold(false);
      for (const node of this.cards.children) delete node.dataset.fresh;
    }
    const make = (item) => {
      const node = makeCard(item, fresh);
      if (fresh) this.latest = node;
      return node;
    };
    const fill = (node, item) => { if (fillCard(node, item, view)) this.latest = node; };
    keyed(this.cards, words ? items : [], (item) => item.id, make, fill);
  }

  // All on one page; false where they need more than `share` of the room.
  place(share = 1) {
    this.pager.hide();
    const { heights, columns, gap, width, room } = this.measure();
    if (this.columns !== columns) this.columnOf = new WeakMap();
    this.columns = columns;
    const nodes = [...this.cards.children];
    const packed = pack(heights, columns, gap, nodes.map((node) => this.columnOf.get(node)));
    nodes.forEach((node, i) => this.columnOf.set(node, packed.spots[i].column));
    this.move(packed.spots, width + gap);
    const fits = packed.height <= room * share;
    if (fits) this.pages = 1;
    return fits;
  }

  placeOnPages() {
    this.pager.show();
    // A very long card gets a wider column, so that it is whole on its page.
    let most = MOST_COLUMNS;
    let measured = this.measure(most);
    while (measured.columns > 1 && Math.max(...measured.heights) > measured.room) {
      most = measured.columns - 1;
      measured = this.measure(most);
    }
    const { heights, columns, gap, width, room } = measured;
    const packed = packPages(heights, columns, gap, room);
    this.move(packed.spots, width + gap);
    this.pages = packed.pages;
    this.pageOf = packed.spots.map((spot) => spot.page);
    const news = this.held ? null : this.pageWithNews();
    this.turnTo(news ?? Math.min(this.page, this.pages - 1));
  }

  // How high each card is in a column of the present size of type.
  measure(most = MOST_COLUMNS) {
    const nodes = [...this.cards.children];
    const em = parseFloat(getComputedStyle(this.cards).fontSize);
    const gap = Math.round(em * GAP_EM);
    const columns = Math.min(most, columnsFor(this.cards.clientWidth, em, gap));
    const width = Math.floor((this.cards.clientWidth - gap * (columns - 1)) / columns);
    for (const node of nodes) {
      node.hidden = false;
      node.style.width = `${width}px`;
    }
    return { heights: nodes.map((node) => node.offsetHeight), columns, gap, width, room: this.cards.clientHeight };
  }

  move(spots, step) {
    [...this.cards.children].forEach((node, i) => {
      node.style.left = `${spots[i].column * step}px`;
      node.style.top = `${spots[i].top}px`;
    });
  }

  // The page of the card that has just come or changed: that is the one people talk about.
  pageWithNews() {
    const place = [...this.cards.children].indexOf(this.latest);
    return place < 0 ? null : this.pageOf[place];
  }

  turnTo(page) {
    this.page = page;
    const nodes = [...this.cards.children];
    nodes.forEach((node, i) => { node.hidden = this.pageOf[i] !== page; });
    const length = nodes.filter((node) => !node.hidden).reduce((sum, node) => sum + node.textContent.length, 0);
    this.turnAt = performance.now() + Math.min(LONGEST_MS, Math.max(SHORTEST_MS, length * READING_MS));
    this.pager.draw(this.pageOf.indexOf(page) + 1, this.pageOf.lastIndexOf(page) + 1, nodes.length, page, this.pages);
  }

  // Turned by hand, pages stay where they are put.
  turnBy(by) {
    this.hold(true);
    this.turnTo((this.page + by + this.pages) % this.pages);
  }

  // Held, they stay even when another card comes; let go, they turn by themselves again.
  hold(on) {
    this.held = on;
    this.pager.held(on);
    this.turnAt = performance.now() + SHORTEST_MS;
  }

  tick() {
    if (this.pages > 1 && !this.held && performance.now() >= this.turnAt) this.turnTo((this.page + 1) % this.pages);
  }
}

class Pager {
  constructor(turnBy, hold) {
    this.cards = h('span', { class: 'pager__cards' });
    this.page = h('span', {});
    this.words = h('span', { class: 'pager__words' }, this.cards, this.page);
    this.stay = h('button', { type: 'button', class: 'quiet-button', 'aria-pressed': 'false', 'aria-label': 'Stay on this page', onclick: hold }, 'Stay');
    this.node = h('div', { class: 'pager', role: 'group', 'aria-label': 'Pages', hidden: true }, this.words, this.stay,
      h('button', { type: 'button', onclick: () => turnBy(-1) }, 'Earlier'),
      h('button', { type: 'button', onclick: () => turnBy(1) }, 'Later'));
  }

  held(on) {
    this.stay.setAttribute('aria-pressed', String(on));
  }

  hide() {
    show(this.node, false);
  }

  show() {
    show(this.node, true);
  }

  draw(first, last, all, page, pages) {
    say(this.cards, `${first} to ${last} of ${all} · `);
    say(this.page, `page ${page + 1} of ${pages}`);
  }
}

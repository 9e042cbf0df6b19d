// The cards of one kind: measured, put into columns, and read page by page where there are too many.

import { h, keyed, say, show } from '../lib/dom.js';
import { counted } from '../lib/stage.js';
import { fillCard, makeCard } from './card.js';
import { columnsFor, pack } from './packing.js';

// How long a page of cards stands: time to read it aloud to oneself.
const TURN_MS = 15_000;
const GAP_EM = 0.5;

export class Group {
  constructor(kind) {
    this.kind = kind;
    this.title = h('h2', { class: 'group__title' });
    this.count = h('p', { class: 'group__count' });
    this.cards = h('ul', { class: 'group__cards' });
    this.pager = new Pager((by) => this.turnBy(by));
    this.node = h('section', { class: 'group', 'data-kind': kind }, this.title, this.count, this.cards, this.pager.node);
    this.page = 0;
    this.pages = 1;
    this.held = false;
    this.turnAt = 0;
  }

  draw(view, { items }, title, fresh) {
    const words = view.circle.words_on_screen;
    const number = words ? items.length : view.sums.counts[this.kind];
    say(this.title, title);
    show(this.title, Boolean(title));
    say(this.count, `${counted(number, this.kind)} so far`);
    show(this.count, !words && number > 0);
    show(this.cards, words);
    this.latest = null;
    const make = (item) => {
      const node = makeCard(item, fresh);
      if (fresh) this.latest = node;
      return node;
    };
    const fill = (node, item) => { if (fillCard(node, item, view)) this.latest = node; };
    keyed(this.cards, words ? items : [], (item) => item.id, make, fill);
  }

  // All on one page; false where they do not fit.
  place() {
    this.pager.hide();
    const { fits } = this.pack();
    if (fits) this.pages = 1;
    return fits;
  }

  placeOnPages() {
    this.pager.show();
    const packed = this.pack();
    this.pages = packed.pages;
    this.pageOf = packed.spots.map((spot) => spot.page);
    this.turnTo(this.pageWithNews() ?? Math.min(this.page, this.pages - 1));
  }

  pack() {
    const nodes = [...this.cards.children];
    for (const node of nodes) node.hidden = false;
    const em = parseFloat(getComputedStyle(this.cards).fontSize);
    const { clientWidth: width, clientHeight: height } = this.cards;
    const gap = Math.round(em * GAP_EM);
    const columns = columnsFor(width, em, gap);
    const cardWidth = Math.floor((width - gap * (columns - 1)) / columns);
    for (const node of nodes) node.style.width = `${cardWidth}px`;
    const packed = pack(nodes.map((node) => node.offsetHeight), columns, gap, height);
    nodes.forEach((node, i) => {
      node.style.left = `${packed.spots[i].column * (cardWidth + gap)}px`;
      node.style.top = `${packed.spots[i].top}px`;
    });
    return packed;
  }

  // The page of the card that has just come or changed: that is the one people talk about.
  pageWithNews() {
    const place = [...this.cards.children].indexOf(this.latest);
    return place < 0 ? null : this.pageOf[place];
  }

  turnTo(page) {
    this.page = page;
    this.turnAt = performance.now() + TURN_MS;
    const nodes = [...this.cards.children];
    nodes.forEach((node, i) => { node.hidden = this.pageOf[i] !== page; });
    this.pager.draw(this.pageOf.indexOf(page) + 1, this.pageOf.lastIndexOf(page) + 1, nodes.length, page, this.pages);
  }

  // Turned by hand, pages stay where they are put.
  turnBy(by) {
    this.held = true;
    this.turnTo((this.page + by + this.pages) % this.pages);
  }

  tick() {
    if (this.pages > 1 && !this.held && performance.now() >= this.turnAt) this.turnTo((this.page + 1) % this.pages);
  }
}

class Pager {
  constructor(turnBy) {
    this.words = h('span', {});
    this.node = h('p', { class: 'pager', hidden: true }, this.words,
      h('button', { type: 'button', onclick: () => turnBy(-1) }, 'Earlier'),
      h('button', { type: 'button', onclick: () => turnBy(1) }, 'Later'));
  }

  hide() {
    show(this.node, false);
  }

  show() {
    show(this.node, true);
  }

  draw(first, last, all, page, pages) {
    say(this.words, `${first} to ${last} of ${all} · page ${page + 1} of ${pages}`);
  }
}

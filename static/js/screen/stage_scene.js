// A stage of the circle, in the order in which it is read: where we are, the stage and who speaks, the time, what
// arrives, and the band that says whether phones are open.

import { h } from '../lib/dom.js';
import { Band } from './band.js';
import { Head } from './head.js';
import { Panel } from './panel.js';
import { Rail } from './rail.js';
import { groupsOf, inReview, panelOf, selecting } from './state.js';
import { Wall } from './wall.js';

// From large to small: how the page is laid out, and the size of the cards, at a width of 1920. The first
// at which all cards fit is taken. Below 22 nobody at the back could read them: then pages are turned.
// The clock is never smaller than the back of a room needs, so it has no layout between; whose turn it is, with the
// names of all, would leave no room below it.
const STEPS = {
  clock: [['roomy', 32], ['roomy', 28], ['dense', 28], ['dense', 25], ['dense', 22]],
  sum: [['roomy', 32], ['roomy', 28], ['snug', 28], ['snug', 25], ['dense', 25], ['dense', 22]],
  turn: [['roomy', 32], ['roomy', 28], ['snug', 28], ['snug', 25], ['snug', 22]],
  wide: [['wide', 32], ['wide', 28], ['wide', 25], ['wide', 22]],
};

// Where cards are to be marked they grow by a line or two: room is left for that from the start.
const ROOM_TO_GROW = 0.9;

export class StageScene {
  // `aside` stands at the end of the first row: what nobody needs to read.
  constructor(aside = null) {
    this.rail = new Rail();
    this.panel = new Panel();
    this.head = new Head();
    this.wall = new Wall();
    this.band = new Band();
    const parts = [this.head, this.panel, this.wall, this.band].map((part) => part.node);
    this.node = h('div', { class: 'stage' }, h('div', { class: 'top' }, this.rail.node, aside), parts);
    this.kind = null;
    this.step = 0;
  }

  draw(view, now) {
    const panel = panelOf(view);
    this.rail.draw(view);
    this.panel.draw(view, panel);
    this.head.draw(view, now);
    this.wall.draw(view);
    this.node.dataset.panel = panel;
    this.node.dataset.quiet = isQuiet(view) ? 'yes' : 'no';
    this.node.dataset.review = inReview(view) ? 'yes' : 'no';
    this.tick(view, now);
    this.settle(`${view.stage.visit} ${panel}`, STEPS[panel === 'none' ? 'wide' : panel]);
  }

  tick(view, now, lost = this.lost) {
    this.lost = lost;
    this.panel.tick(view, now);
    this.band.draw(view, now, lost);
    this.wall.tick();
  }

  // True where a page was turned.
  turns(by) {
    return this.wall.turns(by);
  }

  resized() {
    this.step = 0;
    this.fit();
  }

  // Off the page: nothing of it may be read, and what comes back is not new.
  forget() {
    this.wall.forget();
    this.kind = null;
  }

  // Within a stage the cards only ever get smaller: what grows back would move what people are reading.
  settle(kind, steps) {
    const entered = this.kind !== kind;
    if (entered) this.step = 0;
    this.kind = kind;
    this.steps = steps;
    this.fit(entered && this.node.dataset.panel === 'sum' ? ROOM_TO_GROW : 1);
  }

  fit(share = 1) {
    for (; this.step < this.steps.length; this.step += 1) {
      const [layout, size] = this.steps[this.step];
      this.node.dataset.layout = layout;
      this.node.dataset.cards = size > 25 ? 'large' : 'small';
      this.node.style.setProperty('--card', size);
      if (this.wall.fits(share)) return;
    }
    this.step = this.steps.length - 1;
    this.wall.paginate();
  }
}

// Nothing has come and nothing is about to: the stage and who speaks get the whole page.
function isQuiet(view) {
  const { stage } = view;
  if (inReview(view)) return false;
  // Without words the sum says it all.
  if (!stage.shows.length || (selecting(view) && !view.circle.words_on_screen)) return true;
  const waiting = stage.phones === 'open' && !view.round;
  return !waiting && groupsOf(view).every((group) => !group.items.length);
}

// What has arrived: the contributions of the stage, one group a kind.

import { h, keyed } from '../lib/dom.js';
import { counted } from '../lib/stage.js';
import { Group } from './group.js';
import { groupsOf, inReview } from './state.js';

// The review's columns bear the names of the record's form.
const REVIEW_TITLES = {
  worked_well: 'What Worked Well', key_learning: 'Key Learning', next_step: 'Next Steps', issue: 'Issues',
};

// Elsewhere what is added up is counted.
function titleOf(view, kind) {
  return inReview(view) ? REVIEW_TITLES[kind] : counted(view.sums.counts[kind], kind);
}

export class Wall {
  constructor() {
    this.node = h('section', { class: 'wall', 'aria-label': 'What has been said' });
    this.groups = new Map();
    this.visit = null;
  }

  draw(view) {
    const wanted = groupsOf(view);
    const titled = wanted.length > 1;
    // What was there when the page or the stage was opened is not new.
    const fresh = this.visit === view.stage.visit;
    this.visit = view.stage.visit;
    const make = ({ kind }) => {
      const group = new Group(kind);
      this.groups.set(kind, group);
      return group.node;
    };
    keyed(this.node, wanted, (group) => group.kind, make, (_node, group) => {
      this.groups.get(group.kind).draw(view, group, titled ? titleOf(view, group.kind) : '', fresh);
    });
    for (const kind of this.groups.keys()) if (!view.stage.shows.includes(kind)) this.groups.delete(kind);
  }

  tick() {
    for (const group of this.groups.values()) group.tick();
  }

  // Whether all cards fit at the present size; if so they are in their places. In a small window they stand
  // one below the other, and the page scrolls.
  fits(share = 1) {
    if (getComputedStyle(this.node).getPropertyValue('--flow')) return true;
    return [...this.groups.values()].map((group) => group.place(share)).every(Boolean);
  }

  // At the smallest size: groups that are still too long are read page by page.
  paginate() {
    for (const group of this.groups.values()) if (!group.place()) group.placeOnPages();
  }

  turns(by) {
    const turning = [...this.groups.values()].filter((group) => group.pages > 1);
    for (const group of turning) group.turnBy(by);
    return turning.length > 0;
  }

  forget() {
    this.groups.clear();
    this.node.replaceChildren();
    this.visit = null;
  }
}

// What has arrived: the contributions of the stage, one group a kind.

import { h, keyed } from '../lib/dom.js';
import { Group } from './group.js';
import { groupsOf, inReview } from './state.js';

// The review's columns bear the names of the record's form.
const REVIEW_TITLES = {
  worked_well: 'What Worked Well', key_learning: 'Key Learning', next_step: 'Next Steps', issue: 'Issues',
};
const TITLES = {
  question: 'Questions', suggestion: 'Suggestions', reflection: 'Reflections', outcome: 'Outcomes', learning_use: 'Our learning',
};

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
      const title = titled ? (inReview(view) ? REVIEW_TITLES : TITLES)[group.kind] : '';
      this.groups.get(group.kind).draw(view, group, title, fresh);
    });
    for (const kind of this.groups.keys()) if (!view.stage.shows.includes(kind)) this.groups.delete(kind);
  }

  tick() {
    for (const group of this.groups.values()) group.tick();
  }

  // Whether all cards fit at the present size; if so they are in their places.
  fits() {
    return [...this.groups.values()].map((group) => group.place()).every(Boolean);
  }

  // At the smallest size: groups that are still too long are read page by page.
  paginate() {
    for (const group of this.groups.values()) if (!group.place()) group.placeOnPages();
  }

  forget() {
    this.groups.clear();
    this.node.replaceChildren();
    this.visit = null;
  }
}

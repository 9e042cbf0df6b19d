// What this phone remembers of one circle, in its own window only: the draft, what is on its way or was
// refused, changes begun. Gone when the circle ends or the window closes.

import { newOp } from '../lib/acts.js';
import { forget, keep, kept } from '../lib/storage.js';

const EMPTY = { draft: { text: '', kind: null, stage: null }, items: [], edits: {}, focus: null, used: [] };

export class Memory {
  constructor(circle) {
    this.circle = circle;
    this.ended = false;
    Object.assign(this, structuredClone(EMPTY), read(`words-${circle}`));
  }

  save() {
    if (this.ended) return;
    const { draft, items, edits, focus, used } = this;
    keep(`words-${this.circle}`, JSON.stringify({ draft, items, edits, focus, used }));
  }

  // The key that marks words as this phone's where names are never stored.
  get editKey() {
    this.key ??= kept(`edit-${this.circle}`) ?? newOp();
    keep(`edit-${this.circle}`, this.key);
    return this.key;
  }

  get token() {
    return kept(`seat-${this.circle}`);
  }

  set token(token) {
    keep(`seat-${this.circle}`, token);
  }

  get caughtUp() {
    return kept(`caught-up-${this.circle}`) !== null;
  }

  catchUp() {
    keep(`caught-up-${this.circle}`, 'yes');
  }

  // Whether anything is here that was never saved.
  get unsaved() {
    return this.draft.text.trim() !== '' || this.items.some((item) => item.state !== 'saved');
  }

  // The circle has ended, or this phone does not belong to it any more: nothing of it stays.
  end() {
    this.ended = true;
    Object.assign(this, structuredClone(EMPTY));
    for (const kind of ['words', 'edit', 'seat', 'caught-up']) forget(`${kind}-${this.circle}`);
  }
}

function read(key) {
  try {
    return JSON.parse(kept(key)) ?? {};
  } catch {
    return {}; // not ours, or damaged: begin afresh
  }
}

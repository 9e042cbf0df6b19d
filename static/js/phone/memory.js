// What this phone remembers of one circle, in its own window only: the draft, what is on its way or was
// refused, changes begun. Gone when the circle ends or the window closes.

import { newOp } from '../lib/acts.js';
import { forget, keep, kept } from '../lib/storage.js';

const EMPTY = { draft: { text: '', kind: null, stage: null }, items: [], edits: {}, focus: null, actions: {}, used: [] };

export class Memory {
  constructor(circle) {
    this.circle = circle;
    this.ended = false;
    Object.assign(this, structuredClone(EMPTY), read(`words-${circle}`));
  }

  save() {
    if (this.ended) return;
    const { draft, items, edits, focus, actions, used } = this;
    keep(`words-${this.circle}`, JSON.stringify({ draft, items, edits, focus, actions, used }));
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

  // A change begun to words that are gone goes with them. Only the live view knows all that is this phone's.
  seen(view) {
    const mine = new Set(view.mine.map((own) => own.id));
    const gone = Object.keys(this.edits).filter((id) => !mine.has(id));
    for (const id of gone) delete this.edits[id];
    if (gone.length) this.save();
  }

  // What is here and was never saved, as things that may yet be: {text, state}.
  get unsaved() {
    const others = [this.draft, ...Object.values(this.edits).filter(({ text, was }) => text !== was), this.focus ?? { text: '' },
      ...Object.values(this.actions).map(({ by_whom: who, by_when: when }) => ({ text: [who, when].filter(Boolean).join(', ') }))];
    return [...this.items, ...others.map(({ text }) => ({ text }))].filter(({ text, state }) => text.trim() !== '' && state !== 'saved');
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

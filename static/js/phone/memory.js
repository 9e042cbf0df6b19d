// What this phone remembers of one circle, in its own window only: the draft, what is on its way or was
// refused, changes begun. Gone when the circle ends or the window closes.

import { newOp } from '../lib/acts.js';
import { forget, keep, kept } from '../lib/storage.js';

const EMPTY = { draft: { text: '', kind: null, stage: null }, items: [], edits: {}, focus: null, actions: {}, used: [] };

export class Memory {
  // `store` keeps and gives: the window's own, or nothing at all.
  constructor(circle, store = { keep, kept, forget }) {
    Object.assign(this, { circle, store, ended: false }, structuredClone(EMPTY));
    Object.assign(this, this.read());
  }

  read() {
    try {
      return JSON.parse(this.store.kept(`words-${this.circle}`)) ?? {};
    } catch {
      return {}; // not ours, or damaged: begin afresh
    }
  }

  save() {
    if (this.ended) return;
    const { draft, items, edits, focus, actions, used } = this;
    this.store.keep(`words-${this.circle}`, JSON.stringify({ draft, items, edits, focus, actions, used }));
  }

  // The key that marks words as this phone's where names are never stored.
  get editKey() {
    this.key ??= this.store.kept(`edit-${this.circle}`) ?? newOp();
    this.store.keep(`edit-${this.circle}`, this.key);
    return this.key;
  }

  get token() {
    return this.store.kept(`seat-${this.circle}`);
  }

  set token(token) {
    this.store.keep(`seat-${this.circle}`, token);
  }

  get caughtUp() {
    return this.store.kept(`caught-up-${this.circle}`) !== null;
  }

  catchUp() {
    this.store.keep(`caught-up-${this.circle}`, 'yes');
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
    for (const kind of ['words', 'edit', 'seat', 'caught-up']) this.store.forget(`${kind}-${this.circle}`);
  }
}

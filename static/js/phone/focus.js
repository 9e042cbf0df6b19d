// The focus: one clear sentence. Two people may write it; when the other was first, both wordings are shown.

import { h, say, show } from '../lib/dom.js';
import { KEPT } from './outbox.js';
import { button, textBox } from './parts.js';
import { clean } from './words.js';

export class Focus {
  constructor({ memory, act, tell, redraw: again }) {
    Object.assign(this, { memory, act, tell, again, busy: false, open: false, theirs: null });
    this.box = textBox({ label: 'The focus, in one clear sentence', rows: 3, oninput: (text) => this.typed(text), verb: 'save', asks: () => this.drawSave() });
    this.other = h('p', { class: 'other' });
    this.save = h('button', { type: 'submit', class: 'first' }, 'Save the focus');
    this.drop = button('Keep the saved one', () => this.takeTheirs());
    this.state = h('p', { class: 'state unsaved', hidden: true });
    this.moved = h('p', { class: 'kept', hidden: true }, 'The next stage has begun, and your focus is not saved yet.');
    this.form = h('form', { novalidate: true }, this.moved, this.box.node, this.state, this.other, this.save, this.drop);
    this.form.addEventListener('submit', (event) => { event.preventDefault(); this.send(); });
    this.words = h('p', { class: 'words' });
    const change = button('Change', () => { this.open = true; this.update(this.view, this.sit); this.box.field.focus(); }, 'quiet');
    this.settled = h('div', { class: 'card saved' }, h('p', { class: 'kind' }, 'The focus'), this.words,
      h('div', { class: 'foot' }, h('p', { class: 'state' }, 'Saved'), change));
    this.heldWords = h('p', { class: 'words' });
    this.heldState = h('p', { class: 'state' });
    this.held = h('section', { class: 'focus-held card held' }, h('p', { class: 'kind' }, 'Your focus'), this.heldWords,
      this.heldState, button('Throw it away', () => this.takeTheirs()));
    this.node = h('section', { class: 'focus', 'aria-label': 'The focus' }, this.settled, this.form);
  }

  // Whether the saved focus stands here for everybody to read.
  get stands() {
    return !this.node.hidden && !this.settled.hidden;
  }

  update(view, sit) {
    Object.assign(this, { view, sit, saved: view.circle.focus });
    const writing = this.memory.focus !== null;
    const mayWrite = sit.accepts.includes('focus');
    // Where the stage takes no focus any more, the words that were never saved stand in a card of their own.
    const held = writing && !this.busy && !mayWrite && !(view.stage.yours ?? []).includes('focus');
    show(this.node, mayWrite || (writing && !held) || this.busy);
    const settled = this.saved.text !== '' && !writing && !this.open && !this.busy && document.activeElement !== this.box.field;
    show(this.settled, settled);
    show(this.form, !settled);
    say(this.words, this.saved.text);
    show(this.held, held);
    say(this.heldState, held ? `Not saved. ${KEPT}` : '');
    say(this.heldWords, held ? this.memory.focus.text : '');
    this.box.set(writing ? this.memory.focus.text : this.saved.text);
    this.box.name(sit.group ? 'The focus, in one clear sentence' : 'Your focus, in one clear sentence');
    show(this.save, mayWrite);
    show(this.moved, writing && (this.memory.focus.stage ?? sit.key) !== sit.key);
    if (!this.busy) this.become(false, writing ? 'Not saved yet' : '');
    this.drawOther();
  }

  drawOther() {
    show(this.other, this.theirs !== null);
    show(this.drop, this.memory.focus !== null && (this.theirs !== null || this.saved.text !== '' || !this.moved.hidden));
    say(this.drop, this.saved.text === '' ? 'Throw it away' : 'Keep the saved one');
    this.drawSave();
    if (this.theirs) this.other.replaceChildren(h('b', {}, 'Somebody else saved: '), this.theirs.text);
  }

  drawSave() {
    say(this.save, this.box.asking ? 'Save it all the same' : this.theirs ? 'Save mine' : 'Save the focus');
  }

  typed(text) {
    if (text === this.saved.text) this.memory.focus = null;
    else this.memory.focus = { text, revision: this.memory.focus?.revision ?? this.saved.revision, stage: this.memory.focus?.stage ?? this.sit.key };
    this.memory.save();
    this.again();
  }

  async send() {
    if (this.busy || !this.box.sound() || !this.box.passes()) return;
    const text = clean(this.box.field.value);
    const revision = this.theirs?.revision ?? this.memory.focus?.revision ?? this.saved.revision;
    this.become(true, 'Sending…');
    const answer = await this.act('focus', { text, revision }, { trying: () => this.become(true, 'Not saved yet, still trying') });
    this.become(false, '');
    this.tell(answer.ok ? 'Saved' : answer.message);
    this.theirs = answer.code === 'stale' ? answer.detail : null;
    if (answer.ok && clean(this.memory.focus?.text ?? text) === text) this.settle();
    if (!answer.ok) this.box.complain(answer.message);
    this.memory.save();
    this.again();
  }

  takeTheirs() {
    this.theirs = null;
    this.settle();
    this.memory.save();
    this.again();
  }

  settle() {
    this.memory.focus = null;
    this.open = false;
    this.box.field.blur();
  }

  become(busy, words) {
    this.busy = busy;
    say(this.state, words);
    show(this.state, words !== '');
    if (busy) this.tell(words);
  }
}

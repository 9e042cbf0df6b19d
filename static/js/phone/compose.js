// The one field. Its node stays while the page lives, so that nobody loses a word or their place in it.
// What is in it is a draft of one stage; when that stage closes, the words stay in the field until the
// person has said what becomes of them, has put the phone down, or the next stage needs the field: then they
// wait in the list, and come back when a stage takes them again.

import { h, keyed, say, show } from '../lib/dom.js';
import { labelOf, nameOf } from './kinds.js';
import { KEPT } from './outbox.js';
import { setScene } from './nudge.js';
import { button, textBox } from './parts.js';
import { laterStage } from './situation.js';
import { clean } from './words.js';

export class Compose {
  constructor({ memory, outbox, situate }) {
    Object.assign(this, { memory, outbox, situate, sit: null, pressing: false });
    this.choices = h('fieldset', { class: 'choices' });
    this.box = textBox({ label: '', rows: 4, oninput: (text) => this.typed(text), asks: () => this.drawMain() });
    this.box.field.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) this.send();
    });
    this.by = h('select', { id: 'said-by' });
    this.saidBy = h('div', { class: 'box said-by', hidden: true }, h('label', { for: 'said-by' }, 'Said by'), this.by);
    this.only = h('p', { class: 'only' }, 'Nothing about the case.');
    this.why = h('p', { class: 'kept' });
    this.main = h('button', { type: 'submit', class: 'first' });
    this.second = button('', () => this.handInOrKeep(true));
    this.node = h('form', { class: 'compose', novalidate: true }, this.why, this.choices, this.only, this.box.node, this.saidBy, this.main, this.second);
    this.node.addEventListener('submit', (event) => { event.preventDefault(); this.press(); });
    this.watchPresses();
  }

  // A press takes the keyboard from the field before it arrives: nothing may move under the finger.
  watchPresses() {
    this.node.addEventListener('pointerdown', () => { this.pressing = true; });
    for (const end of ['pointerup', 'pointercancel']) {
      window.addEventListener(end, () => setTimeout(() => { this.pressing = false; }, 0));
    }
  }

  get draft() {
    return this.memory.draft;
  }

  get waiting() {
    return clean(this.draft.text) !== '';
  }

  update(view, sit) {
    Object.assign(this, { view, sit });
    setScene(view, sit);
    this.moveOn();
    this.mode = this.modeNow();
    show(this.node, this.mode !== 'none');
    if (this.mode === 'none') return;
    if (this.mode === 'open') this.takeKind();
    this.box.set(this.draft.text);
    this.drawChoices();
    this.drawSaidBy();
    this.drawWords();
  }

  // The scribe types for everybody, and may say whose words they are.
  drawSaidBy() {
    const people = this.sit.scribe && this.mode === 'open' ? this.view.people : [];
    show(this.saidBy, people.length > 0);
    keyed(this.by, people.length ? [{ seat: '', name: 'not noted' }, ...people] : [], (one) => `s${one.seat}`,
      (one) => h('option', { value: one.seat }), (node, one) => say(node, one.name));
  }

  // Words of a stage that has gone give way to the present one, unless somebody is at them just now and the
  // present one has no need of the field.
  moveOn() {
    const { sit, draft } = this;
    const writing = document.activeElement === this.box.field;
    const stays = draft.stage === sit.key || !this.waiting || sit.sends.includes(draft.kind);
    if (stays) Object.assign(draft, { stage: sit.key, visit: sit.visit });
    else if (!this.pressing && (!writing || sit.sends.length)) {
      this.outbox.setAside(draft.text, draft.kind ?? draft.usual, draft.stage, draft.visit);
      this.empty();
      this.box.field.blur(); // the rest of an old sentence is not the beginning of a new one
    }
    if (!this.waiting && !this.pressing) this.bringBack();
  }

  // Words that were never sent go back into the field when their stage runs again.
  bringBack() {
    const item = this.outbox.items.findLast((one) => one.state === 'aside' && one.stage === this.sit.key && this.sit.sends.includes(one.kind));
    if (!item) return;
    Object.assign(this.draft, { text: item.text, kind: item.kind, stage: this.sit.key, visit: this.sit.visit });
    this.outbox.drop(item);
  }

  modeNow() {
    const { sit } = this;
    const here = this.draft.stage === sit.key;
    if (here && sit.sends.length) return 'open';
    if (!this.waiting) return 'none';
    if (sit.state === 'paused' || sit.state === 'stopped') return 'waiting';
    return here && sit.state !== 'over' ? 'shut' : 'late';
  }

  takeKind() {
    const { sends } = this.sit;
    [this.draft.usual] = sends;
    if (!sends.includes(this.draft.kind)) this.draft.kind = sends.length === 1 ? sends[0] : null;
  }

  drawChoices() {
    const choosing = this.mode === 'open' && this.sit.sends.length > 1;
    show(this.choices, choosing);
    show(this.only, choosing && this.sit.review);
    if (!choosing) return;
    const shown = this.sit.sends.join(' ');
    if (this.choices.dataset.shown !== shown) {
      this.choices.dataset.shown = shown;
      this.choices.replaceChildren(h('legend', {}, 'What is it?'), ...this.sit.sends.map((kind) => this.choice(kind)));
    }
    for (const radio of this.choices.querySelectorAll('input')) radio.checked = radio.value === this.draft.kind;
  }

  choice(kind) {
    const choose = () => { this.draft.kind = kind; this.memory.save(); this.box.complain(''); };
    return h('label', { class: 'choice' },
      h('input', { type: 'radio', name: 'kind', value: kind, onchange: choose }), h('span', {}, nameOf(kind)));
  }

  drawWords() {
    const { mode, sit, draft } = this;
    const many = sit.sends.length > 1;
    this.box.name(many || !draft.kind ? 'Your words' : labelOf(draft.kind, sit.noting));
    say(this.why, { late: KEPT, shut: 'Phones are shut. Say it aloud. Your words stay here.', waiting: '' }[mode] ?? '');
    show(this.why, this.why.textContent !== '');
    this.drawMain();
    const later = mode === 'late' ? laterStage(this.view, draft.kind) : null;
    say(this.second, later ? `Keep for ${later}` : '');
    show(this.second, Boolean(later));
  }

  drawMain() {
    const { mode, sit } = this;
    const noting = sit.noting && sit.sends.length === 1;
    const [words, again] = mode === 'late' ? ['Hand it to the facilitator', 'Hand it over'] : noting ? ['Note it', 'Note it'] : ['Send', 'Send'];
    say(this.main, this.box.asking ? `${again} all the same` : words);
    show(this.main, mode === 'open' || mode === 'late');
  }

  typed(text) {
    Object.assign(this.draft, { text });
    this.memory.save();
  }

  press() {
    if (this.mode === 'late') this.handInOrKeep(false);
    else this.send();
  }

  send() {
    // The time may have run out since the page was last drawn.
    this.update(this.view, this.situate());
    if (this.mode !== 'open' || !this.box.sound()) return;
    if (!this.draft.kind) {
      this.box.complain('Choose one of these first. Your words stay here.');
      this.choices.querySelector('input')?.focus();
      return;
    }
    if (!this.box.passes()) return;
    const { text, kind } = this.draft;
    this.empty();
    this.outbox.send(clean(text), kind, this.sit, this.saidBy.hidden ? '' : this.by.value);
  }

  handInOrKeep(keep) {
    if (!this.box.sound() || !(keep || this.box.passes())) return;
    const { text, kind, stage, visit } = this.draft;
    this.empty();
    const item = this.outbox.setAside(clean(text), kind, stage, visit);
    if (keep) this.outbox.keepForLater(item);
    else this.outbox.handIn(item);
  }

  // Puts words from the list into the field; says no where other words are in it.
  take(text, kind) {
    if (this.waiting) {
      this.box.complain('Send these words first, then the others.');
      this.box.field.focus();
      return false;
    }
    Object.assign(this.draft, { text, kind, stage: this.sit.key, visit: this.sit.visit });
    this.memory.save();
    this.update(this.view, this.situate());
    this.box.field.focus();
    return true;
  }

  empty() {
    Object.assign(this.draft, { text: '', stage: this.sit.key, visit: this.sit.visit });
    this.box.set('');
    this.memory.save();
  }
}

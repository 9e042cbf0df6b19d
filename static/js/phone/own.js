// What I sent, each with its true state, and what I can still do about it.

import { h, keyed, say, show } from '../lib/dom.js';
import { Board } from './board.js';
import { nameOf } from './kinds.js';
import { Nudge } from './nudge.js';
import { about, button, redraw, textBox } from './parts.js';
import { laterStage, nameOfStage } from './situation.js';
import { clean } from './words.js';

const LOOK = { sending: 'going', trying: 'trying', handing: 'going', 'handing again': 'trying', refused: 'held', aside: 'held', later: 'held', saved: 'saved' };
const NOT_SENT = ['aside', 'refused', 'later', 'handing', 'handing again'];
const TO_BE_MENDED = ['invalid', 'too_long'];

export class Own {
  constructor({ memory, outbox, compose, act, tell, redraw: again }) {
    Object.assign(this, { memory, outbox, compose, act, tell, again, asking: new Set(), answers: new Map(), nudges: new Map() });
    this.unsentHead = h('h2', {}, 'Not sent');
    this.unsent = h('ul', { class: 'cards' });
    this.head = h('h2');
    this.list = h('ul', { class: 'cards' });
    this.summary = h('summary');
    this.old = h('ul', { class: 'cards' });
    this.earlier = h('details', {}, this.summary, this.old);
    this.node = h('section', { class: 'own' }, this.unsentHead, this.unsent, this.head, this.list, this.earlier);
  }

  update(view, sit) {
    Object.assign(this, { view, sit });
    const { unsent, now, earlier } = this.entries();
    show(this.node, unsent.length + now.length + earlier.length > 0);
    show(this.unsentHead, unsent.length > 0);
    show(this.head, now.length > 0);
    show(this.earlier, earlier.length > 0);
    say(this.head, sit.noting ? 'Noted by you' : 'Sent by you');
    say(this.summary, `${sit.noting ? 'Noted' : 'Sent'} by you earlier (${earlier.length})`);
    this.draw(this.unsent, unsent);
    this.draw(this.list, now);
    this.draw(this.old, earlier);
  }

  draw(list, entries) {
    keyed(list, entries, (entry) => entry.id, () => this.card(), (node, entry) => this.fill(node, entry));
  }

  // Newest first, so that what was just sent stands under the button. What is done with is folded away, and
  // while the presenter chooses, everything that was saved stands on the board.
  entries() {
    const { mine } = this.view;
    const listed = new Set(mine.map((own) => own.id));
    const pending = this.outbox.items.filter((item) => !listed.has(item.op) && !listed.has(item.handOp));
    const waiting = pending.map((item) => ({ id: item.op, item, text: item.text, kind: item.kind })).reverse();
    const saved = Board.choosing(this.view, this.sit) ? [] : mine.map((own) => ({ id: own.id, own, text: own.text, kind: own.kind })).reverse();
    return {
      unsent: waiting.filter(({ item }) => NOT_SENT.includes(item.state)),
      now: [
        ...waiting.filter(({ item }) => !NOT_SENT.includes(item.state)),
        ...saved.filter(({ own }) => this.counts(own)),
      ],
      earlier: saved.filter(({ own }) => !this.counts(own)),
    };
  }

  // Whether it belongs to the present stage, or something is still to come of it.
  counts(own) {
    if (own.state === 'parked') return !this.used(own);
    return own.stage === this.sit.key || own.state === 'handed_in' || Boolean(own.late);
  }

  // Whether a draft has gone into the field, here or in another window, from which the same words were sent.
  used(own) {
    return this.memory.used.includes(own.id) || this.view.mine.some((one) => one.kind !== own.kind && one.text === own.text);
  }

  card() {
    const node = h('li', { class: 'card', tabindex: '-1' });
    node.kind = h('p', { class: 'kind' });
    node.words = h('p', { class: 'words' });
    node.state = h('p', { class: 'state' });
    node.doing = h('div', { class: 'doing' });
    about(node.doing, node.words);
    node.append(node.kind, node.words, h('div', { class: 'foot' }, node.state, node.doing));
    return node;
  }

  fill(node, entry) {
    const { look, words } = entry.item ? this.stateOfItem(entry.item) : this.stateOfOwn(entry.own);
    node.className = `card ${look}`;
    say(node.kind, nameOf(entry.kind));
    show(node.kind, this.sit.review);
    say(node.words, entry.text);
    say(node.state, words);
    const editing = entry.own && this.memory.edits[entry.id];
    for (const part of [node.words, node.state]) show(part, !editing);
    const signature = editing ? `editing ${editing.theirs ?? ''}` : JSON.stringify([this.offers(entry), this.answers.get(entry.id), entry.text, entry.own?.revision]);
    redraw(node.doing, signature, () => (editing ? this.editor(entry, editing) : this.buttons(entry)));
  }

  stateOfItem(item) {
    const later = laterStage(this.view, item.kind);
    const words = {
      sending: 'Sending…', trying: 'Not saved yet, still trying', saved: 'Saved', handing: 'Handing over…',
      'handing again': 'Not handed over yet, still trying', later: later ? `Kept as a draft for ${later}` : 'Kept as a draft',
    }[item.state] ?? item.why;
    return { look: LOOK[item.state], words };
  }

  stateOfOwn(own) {
    if (own.state === 'handed_in') return { look: 'saved', words: 'With the facilitator' };
    if (own.state === 'parked') return this.parked(own);
    const words = {
      merged: 'Saved, together with a similar one', hidden: 'Saved, but not on the screen', shown: own.late ? 'Let in after the bell' : 'Saved',
    }[own.state];
    return { look: 'saved', words };
  }

  // A question that was a solution in disguise waits for the stage that takes it.
  parked(own) {
    if (this.used(own)) return { look: 'plain', words: 'Used as a draft' };
    const waits = this.view.stage.waits_for;
    const where = this.drawsOn(own) ? 'this stage' : waits && nameOfStage(this.view, waits.number);
    return { look: 'held', words: where ? `Kept as a draft for ${where}` : 'Kept as a draft' };
  }

  drawsOn(own) {
    return this.sit.sends.find((kind) => kind !== own.kind && !this.sit.review);
  }

  // What can be done, as [words, what, look].
  offers({ id, item, own }) {
    if (this.sit.state === 'closed' || this.sit.state === 'stopped') return [];
    if (this.asking.has(id)) return item ? [['Yes, throw it away', 'drop', 'sure'], ['Keep it', 'keep']] : [['Yes, remove for good', 'erase', 'sure'], ['Keep it', 'keep']];
    return item ? this.offersForItem(item) : this.offersForOwn(own);
  }

  offersForItem(item) {
    if (!['refused', 'aside', 'later'].includes(item.state)) return [];
    const open = this.sit.sends.includes(item.kind);
    const later = laterStage(this.view, item.kind);
    const toField = item.state !== 'refused' || TO_BE_MENDED.includes(item.code);
    const asAnother = !open && !this.sit.review && this.sit.sends.length > 0;
    return [
      open && !toField && ['Send again', 'again'],
      ((open && toField) || asAnother) && ['Put it in the field', 'take'],
      !open && this.sit.state !== 'paused' && item.state !== 'later' && [this.nudges.has(item.op) ? 'Hand it over all the same' : 'Hand it to the facilitator', 'hand'],
      !open && later && item.state !== 'later' && [`Keep for ${later}`, 'later'],
      ['Throw away', 'ask', 'quiet'],
    ].filter(Boolean);
  }

  offersForOwn(own) {
    const open = own.stage === this.sit.key && this.sit.accepts.includes(own.kind);
    const parked = own.state === 'parked' && !this.used(own) && this.drawsOn(own);
    if (parked) return [['Put it in the field', 'use'], ['Remove for good', 'ask', 'quiet']];
    if ((open && ['shown', 'hidden'].includes(own.state)) || own.state === 'handed_in') return [['Change', 'edit', 'quiet']];
    return [['Remove for good', 'ask', 'quiet']];
  }

  buttons(entry) {
    const answer = this.answers.get(entry.id);
    return [
      answer && h('p', { class: 'why', role: 'alert' }, answer),
      this.nudges.get(entry.id)?.node,
      this.asking.has(entry.id) && h('p', {}, 'It cannot be brought back.'),
      this.offers(entry).map(([words, what, look = 'second']) => button(words, () => this.do(what, entry), look)),
    ];
  }

  do(what, { id, item, own, text, kind }) {
    this.answers.delete(id);
    const acts = {
      ask: () => this.asking.add(id),
      keep: () => this.asking.delete(id),
      again: () => this.outbox.again(item, this.sit),
      hand: () => this.passes(item) && this.outbox.handIn(item),
      later: () => this.outbox.keepForLater(item),
      drop: () => this.outbox.drop(item),
      take: () => this.compose.take(text, this.sit.sends.includes(kind) ? kind : this.sit.sends[0]) && this.outbox.drop(item),
      use: () => this.compose.take(text, this.drawsOn(own)) && this.memory.used.push(id),
      edit: () => { this.memory.edits[id] = { text, was: text, revision: own.revision }; },
      erase: () => { this.asking.delete(id); this.change('erase', id, 'Removed for good'); },
      withdraw: () => this.change('withdraw', id, 'Taken back'),
    };
    acts[what]();
    this.memory.save();
    this.again();
  }

  // Words that were set aside are pointed out as those in the field are.
  passes({ op, text }) {
    const nudge = this.nudges.get(op) ?? new Nudge();
    const passed = nudge.passes(text);
    if (passed) this.nudges.delete(op);
    else this.nudges.set(op, nudge);
    return passed;
  }

  editor(entry, editing) {
    const { id } = entry;
    const change = (text) => { editing.text = text; this.memory.save(); };
    const saveWords = editing.theirs === undefined ? 'Save the change' : 'Save mine';
    const asks = (asking) => say(first, asking ? 'Save it all the same' : saveWords);
    const box = textBox({ label: 'Your words', oninput: change, verb: 'save', asks });
    const first = button(saveWords, () => box.sound() && box.passes() && this.saveChange(entry, editing, box), 'first');
    box.set(editing.text);
    const close = () => { delete this.memory.edits[id]; this.memory.save(); this.again(); };
    if (editing.theirs !== undefined) return this.bothWordings(editing, box, first, close);
    return h('div', { class: 'editor' }, box.node,
      first,
      button('Take it back', () => { close(); this.do('withdraw', entry); }),
      button('Remove for good', () => { close(); this.do('ask', entry); }, 'quiet'),
      button('Leave it as it was', close, 'quiet'));
  }

  bothWordings(editing, box, first, close) {
    return h('div', { class: 'editor' },
      h('p', { class: 'why' }, 'This was just changed in another window of yours. Which one stays?'),
      h('p', { class: 'other' }, h('b', {}, 'Saved: '), editing.theirs),
      box.node, first, button('Keep the saved one', close));
  }

  async saveChange({ id }, editing, box) {
    this.tell('Sending…');
    const fields = { id, text: clean(editing.text), revision: editing.revision, edit_key: this.memory.editKey };
    const answer = await this.act('edit', fields, { trying: () => box.complain('Not saved yet, still trying') });
    if (answer.ok) delete this.memory.edits[id];
    else if (answer.code === 'stale') Object.assign(editing, { theirs: answer.detail.text, revision: answer.detail.revision });
    else box.complain(answer.message);
    this.tell(answer.ok ? 'Saved' : answer.message);
    this.memory.save();
    this.again();
  }

  async change(type, id, done) {
    const trying = () => { this.answers.set(id, 'Not done yet, still trying'); this.again(); };
    const answer = await this.act(type, { id, edit_key: this.memory.editKey }, { trying });
    if (answer.ok) this.answers.delete(id);
    else this.answers.set(id, answer.message);
    this.tell(answer.ok ? done : answer.message);
    this.again();
  }
}

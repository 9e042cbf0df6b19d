// What was written here and is not yet among what the server lists as mine. Nothing leaves this list before
// the server has it, or the person throws it away.
//
// States of an item: sending, trying, saved (the next view lists it), refused, aside (the stage closed before
// it was sent), later (a draft for a later stage), handing and handing again (to the facilitator).

import { newOp } from '../lib/acts.js';

export const KEPT = 'The stage has closed. Your words are kept here.';

export class Outbox {
  // act(type, fields, options) plays a move; changed() draws anew; tell(sentence) speaks to screen readers.
  constructor({ memory, act, changed, tell }) {
    Object.assign(this, { memory, act, changed, tell });
  }

  get items() {
    return this.memory.items;
  }

  // `by` is the seat of whoever said it, where a scribe types.
  send(text, kind, sit, by = '') {
    const item = { op: newOp(), kind, text, visit: sit.visit, stage: sit.key, state: 'sending', why: '', by };
    this.items.push(item);
    return this.deliver(item);
  }

  // The words of a field whose stage closed before they were sent.
  setAside(text, kind, stage, visit) {
    const item = { op: newOp(), kind, text, visit, stage, state: 'aside', why: KEPT };
    this.items.push(item);
    this.noted();
    return item;
  }

  // After a reload: what was on its way goes again under its old number, which is harmless.
  resume() {
    for (const item of this.items) {
      if (item.state === 'sending' || item.state === 'trying') this.deliver(item);
      if (item.state === 'handing' || item.state === 'handing again') this.handIn(item);
    }
  }

  again(item, sit) {
    item.visit = sit.visit;
    item.stage = sit.key;
    return this.deliver(item);
  }

  async deliver(item) {
    this.become(item, 'sending');
    const { op, kind, text, visit, by } = item;
    const trying = () => this.become(item, 'trying');
    const fields = { kind, text, visit, edit_key: this.memory.editKey, ...(by ? { for: by } : {}) };
    const answer = await this.act('contribute', fields, { op, trying });
    this.settle(item, answer, op);
    return answer.ok;
  }

  // Offered after a refusal; words that were never sent are sent first, since the server alone knows.
  async handIn(item) {
    if (item.state === 'aside' && await this.deliver(item)) return;
    item.handOp ??= newOp();
    this.become(item, 'handing');
    const fields = { refused: item.op, kind: item.kind, text: item.text, edit_key: this.memory.editKey };
    const trying = () => this.become(item, 'handing again');
    const answer = await this.act('hand_in', fields, { op: item.handOp, trying });
    if (answer.code === 'conflict') this.drop(item); // these words were saved after all
    else this.settle(item, answer, item.handOp);
  }

  keepForLater(item) {
    this.become(item, 'later');
  }

  drop(item) {
    this.memory.items = this.items.filter((other) => other !== item);
    this.noted();
  }

  // What a view lists needs no place here any more.
  seen(view) {
    const listed = new Set(view.mine.map((own) => own.id));
    const waiting = this.items.filter((item) => !(item.state === 'saved' && (listed.has(item.saved) || view.version >= item.version)));
    if (waiting.length === this.items.length) return;
    this.memory.items = waiting;
    this.memory.save();
  }

  settle(item, answer, op) {
    if (answer.ok) {
      Object.assign(item, { saved: op, version: answer.version });
      this.become(item, 'saved');
    } else {
      if (op === item.op) item.code = answer.code;
      item.why = answer.code === 'stage_closed' && op === item.op ? KEPT : answer.message;
      this.become(item, 'refused');
    }
  }

  become(item, state) {
    if (item.state !== state || state === 'sending') this.tell(SPOKEN[state] ?? item.why);
    item.state = state;
    this.noted();
  }

  noted() {
    this.memory.save();
    this.changed();
  }
}

const SPOKEN = {
  sending: 'Sending…',
  trying: 'Not saved yet, still trying',
  saved: 'Saved',
  later: 'Kept as a draft',
  handing: 'Handing over…',
  'handing again': 'Not handed over yet, still trying',
};

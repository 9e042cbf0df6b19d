// What stands on a participant's phone. The server's view says where the circle is; the pieces of the page draw it.

import { Announcer } from '../lib/announce.js';
import { h, say, show } from '../lib/dom.js';
import { Band } from './band.js';
import { Board } from './board.js';
import { CatchUp } from './catchup.js';
import { CheckIn } from './checkin.js';
import { Compose } from './compose.js';
import { Focus } from './focus.js';
import { Notices } from './notices.js';
import { fetchWords } from './nudge.js';
import { Offered } from './offered.js';
import { Outbox } from './outbox.js';
import { Own } from './own.js';
import { redraw } from './parts.js';
import { situation, whereInWords } from './situation.js';

const TICK_MS = 250;
const AGAIN_MS = 1000;
const GOING = ['sending', 'trying', 'handing', 'handing again'];
const THANKS = 'Thank you. The circle has ended.';

export class Phone {
  // connect(on) opens the line and gives it: a Live, or what stands for one where nothing is sent. named(words) is
  // told what the page is about.
  constructor(root, { view, memory, connect, named }) {
    Object.assign(this, { root, view, memory, named, visit: null });
    if (this.memory.unsaved.length) fetchWords();
    const parts = {
      memory: this.memory,
      act: (...move) => this.act(...move),
      tell: (words) => say(this.status, words),
      redraw: () => this.redraw(),
      situate: () => this.situate(),
    };
    this.build(parts);
    this.connect(connect);
    this.draw();
    this.outbox.resume();
    this.timer = setInterval(() => this.tick(), TICK_MS);
  }

  build(parts) {
    this.status = h('p', { class: 'unseen', role: 'status', 'aria-live': 'polite' });
    this.announcer = new Announcer({
      tell: (words) => say(this.status, words),
      opening: (view) => `${whereInWords(view)}: ${view.stage.title}. ${this.notices.rule.textContent}`.trim(),
    });
    this.band = new Band(this.named);
    this.notices = new Notices();
    this.outbox = new Outbox({ ...parts, changed: parts.redraw });
    this.compose = new Compose({ ...parts, outbox: this.outbox });
    this.own = new Own({ ...parts, outbox: this.outbox, compose: this.compose });
    this.focus = new Focus(parts);
    this.board = new Board(parts);
    this.checkIn = new CheckIn(parts);
    this.offered = new Offered();
    this.catchUp = new CatchUp(parts);
    const { focus, turn, rule, also, instead, problems, line } = this.notices;
    this.doing = h('div', { class: 'doing-now' }, focus, turn, rule, also, instead, this.focus.node, this.compose.node,
      this.focus.held, this.own.node, this.board.node, this.checkIn.node, this.offered.node);
    this.main = h('main', { id: 'main', tabindex: '-1' }, this.catchUp.node, this.doing, problems);
    const rehearsal = this.view.circle.rehearsal && h('aside', { class: 'rehearsal', 'aria-label': 'Note' }, 'Rehearsal with made-up people. Nothing is kept.');
    this.root.replaceChildren(...[rehearsal, this.band.node, line, this.main, this.status].filter(Boolean));
    show(this.root, true);
    document.getElementById('plain')?.remove();
  }

  connect(connect) {
    this.live = connect({
      view: (view) => { this.view = view; this.memory.seen(view); this.redraw(); },
      line: (state) => this.notices.connection(state),
      ended: (why) => this.end(why),
    });
    this.live.clock.hint(this.view.server_now);
  }

  async act(type, fields, options) {
    const answer = await this.live.play(type, fields, options);
    // The answer to the first try was lost, and perhaps the view that came with it.
    if (answer.repeat) this.live.refresh().catch(() => {});
    return answer;
  }

  situate() {
    return situation(this.view, this.live.now());
  }

  // Several changes in one go are drawn once.
  redraw() {
    if (this.due) return;
    this.due = true;
    queueMicrotask(() => { this.due = false; if (!this.over) this.draw(); });
  }

  draw() {
    const { view } = this;
    const held = document.activeElement;
    const sit = this.situate();
    if (sit.state === 'closed') {
      this.finish();
      return;
    }
    this.state = sit.state;
    this.outbox.seen(view);
    this.band.update(view, sit);
    this.band.tick(view, sit, this.live.now());
    const catching = this.catchUp.update(view, sit, this.live.now());
    show(this.doing, !catching);
    this.compose.update(view, sit);
    this.focus.update(view, sit);
    this.notices.update(view, sit, this.compose.mode, this.focus.stands);
    this.board.update(view, sit);
    this.checkIn.update(view, sit);
    this.offered.update(view, sit, Board.choosing(view, sit) || sit.state === 'stopped');
    this.own.update(view, sit);
    // A phone that only says what to do is read from the table: in large letters.
    this.doing.classList.toggle('at-a-glance', this.compose.mode === 'none' && !sit.accepts.length);
    this.announcer.look(view, this.live.now());
    this.beginAtTheTop(view);
    this.keepPlace(held);
  }

  // What had the keyboard's place may be gone: then it is at the beginning of what stands here, not of the page.
  keepPlace(held) {
    const lost = held && held !== document.body && !(held.isConnected && held.checkVisibility());
    if (lost && [document.body, held].includes(document.activeElement)) this.main.focus({ preventScroll: true });
  }

  // A new stage is read from its beginning, unless somebody is writing.
  beginAtTheTop({ stage }) {
    const moved = this.visit !== null && this.visit !== stage.visit;
    if (moved && !document.activeElement?.matches('textarea, input')) for (const place of [window, this.root]) place.scrollTo(0, 0);
    this.visit = stage.visit;
  }

  tick() {
    if (this.over) return;
    const sit = this.situate();
    const late = this.compose.draft.stage !== sit.key;
    if (sit.state !== this.state || late) this.draw();
    else {
      this.band.tick(this.view, sit, this.live.now());
      this.announcer.look(this.view, this.live.now());
    }
  }

  // The circle has ended. What was still on its way gets its answer; then nothing of the case is stored here.
  // Words that were not sent can be read once more, until the page is closed.
  async finish() {
    if (this.over) return;
    const { unsaved } = this.memory;
    this.leave(THANKS, '');
    const last = h('section', { class: 'last-words' });
    this.main.firstChild.append(last);
    drawLast(last, unsaved.filter(({ state }) => !GOING.includes(state)));
    const answered = () => this.live.acts.pending === 0;
    for (let tries = 0; tries < 20 && !answered(); tries += 1) await new Promise((done) => { setTimeout(done, AGAIN_MS); });
    drawLast(last, unsaved.filter(({ state }) => state !== 'saved'));
    this.live.end({ code: 'circle_closed', message: THANKS });
    this.live.view = null;
  }

  end(why) {
    if (this.over) return;
    if (why.code === 'too_many') this.leave(why.message, 'Your words stay here.', false);
    else this.leave(why.message, 'Ask the facilitator if you think this is wrong.');
  }

  leave(sentence, more, forget = true) {
    this.over = true;
    clearInterval(this.timer);
    if (forget) this.memory.end();
    this.view = null;
    this.band.ended(sentence === THANKS ? 'Thank you' : 'Circlekeeper');
    const words = sentence === THANKS ? 'The circle has ended.' : sentence;
    const rest = sentence === THANKS ? 'You can close this page.' : '';
    this.main.replaceChildren(h('section', { class: 'end' }, h('p', { class: 'rule' }, words),
      more && h('p', {}, more), rest && h('p', {}, rest)));
    this.named(words);
    say(this.status, sentence);
  }
}

function drawLast(node, unsaved) {
  show(node, unsaved.length > 0);
  redraw(node, JSON.stringify(unsaved), () => [
    h('p', {}, 'What you had not sent has been removed. You can read it here until you close this page.'),
    h('div', { class: 'card held' }, h('p', { class: 'state' }, 'Not sent:'), unsaved.map(({ text }) => h('p', { class: 'words' }, text))),
  ]);
}

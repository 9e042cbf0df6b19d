// Sentences that are not about sending: before the start, whose turn it is, the line, the end.

import { h, say, show } from '../lib/dom.js';
import { padlock, redraw } from './parts.js';
import { instead, rule, stillOpen } from './situation.js';

const CALM_MS = 1500;
const PROBLEMS_MS = 6000;

export class Notices {
  constructor() {
    this.line = h('p', { class: 'line', role: 'status', hidden: true }, 'No connection. Trying again. Your words stay here.');
    this.turn = h('p', { class: 'turn' }, 'It is your turn.');
    this.focus = h('p', { class: 'focus-line' });
    this.rule = h('p', { class: 'rule' });
    this.also = h('p', { class: 'also' });
    this.instead = h('section', { class: 'instead' });
    this.problems = h('p', { class: 'problems', hidden: true }, h('a', { href: '?simple=1' }, 'Problems? Use the simple form'));
    this.off = null;
  }

  update(view, sit, mode, focusStands) {
    show(this.turn, view.round?.your_turn === true && sit.state !== 'stopped');
    this.drawFocus(view, sit, focusStands);
    say(this.rule, ruleNow(view, sit));
    show(this.rule, this.rule.textContent !== '');
    say(this.also, also(view, sit));
    show(this.also, this.also.textContent !== '');
    this.drawInstead(sit.state === 'lobby' ? lobby(view, sit) : instead(view, sit), mode);
  }

  // What the circle is about, from the second stage on; the review is not about it any more.
  drawFocus(view, sit, stands) {
    const { text } = view.circle.focus;
    show(this.focus, text !== '' && view.stage.index > 0 && !stands && !sit.review && sit.state !== 'stopped');
    redraw(this.focus, text, () => [h('b', {}, 'Focus: '), text]);
  }

  drawInstead(words, mode) {
    const wanted = words !== null && !['late', 'shut'].includes(mode);
    show(this.instead, wanted);
    if (!wanted) return;
    this.instead.classList.toggle('quietly', words.quiet === true);
    redraw(this.instead, JSON.stringify(words), () => [
      !words.open && padlock(), h('h2', {}, words.head), words.lines.filter(Boolean).map((sentence) => h('p', {}, sentence)),
    ]);
  }

  // A short gap is nobody's business; a long one is told, and then the plain form is offered.
  connection(state) {
    if (state === 'on' || state === 'ended') {
      for (const timer of this.off ?? []) clearTimeout(timer);
      this.off = null;
      show(this.line, false);
      show(this.problems, false);
    } else if (!this.off) {
      this.off = [
        setTimeout(() => show(this.line, true), CALM_MS),
        setTimeout(() => show(this.problems, true), PROBLEMS_MS),
      ];
    }
  }
}

// Once the time is up, or while the clock waits, what one may do in the stage is not what to do.
function ruleNow(view, sit) {
  const gone = sit.state === 'over' && !sit.accepts.length;
  return gone || ['lobby', 'stopped', 'paused'].includes(sit.state) ? '' : rule(view, sit);
}

function also(view, sit) {
  if (['lobby', 'stopped', 'paused'].includes(sit.state)) return '';
  const { round, stage } = view;
  if (sit.state === 'over' && sit.accepts.length) return stillOpen(sit);
  if (stage.silence && sit.state !== 'over') return 'The quiet is meant. The clock runs on.';
  if (sit.scribe && sit.accepts.includes('focus')) return 'You are the scribe: write down the focus once it is agreed.';
  if (sit.scribe && view.stage.index === 0) return 'You are the scribe: later you type what people say aloud.';
  if (sit.scribe && sit.sends.length) return 'You are the scribe: type what people say aloud.';
  if (round?.speaker) return `${round.speaker} speaks now.${round.to_come.length ? ` Still to come: ${round.to_come.join(', ')}.` : ''}`;
  return '';
}

function lobby(view, sit) {
  const name = view.you?.name;
  const lines = ['The circle has not begun. Until then there is nothing to do here.'];
  if (!sit.group) lines.unshift('You are the presenter: you bring what the circle is about.');
  if (sit.scribe) lines.unshift('You are the scribe: you type what people say aloud.');
  return { head: name ? `Welcome, ${name}` : 'Welcome', lines, open: true };
}

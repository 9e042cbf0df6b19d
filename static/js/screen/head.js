// The stage's name, who speaks, the rule, and the sentence that the circle works on.

import { h, say, show } from '../lib/dom.js';
import { stateAt } from '../lib/stage.js';
import { inReview, subjectOf } from './state.js';

export class Head {
  constructor() {
    this.title = h('h1', { class: 'head__title' });
    this.who = h('p', { class: 'head__who' });
    this.rule = h('p', { class: 'head__rule' });
    this.label = h('span', { class: 'head__label' });
    this.text = h('span', { class: 'head__text' });
    this.subject = h('p', { class: 'head__subject' }, this.label, this.text);
    this.node = h('header', { class: 'head' }, this.title, h('div', { class: 'head__say' }, this.who, this.rule), this.subject);
  }

  draw(view, now) {
    const { stage } = view;
    say(this.title, stage.title);
    this.title.dataset.length = stage.title.length <= 14 ? 'short' : stage.title.length <= 24 ? 'middle' : 'long';
    say(this.who, whoLine(stage, now));
    if (inReview(view)) this.rule.replaceChildren('How was this circle for us? ', h('strong', {}, 'This is not about the case.'));
    else say(this.rule, stage.rule);
    const subject = inReview(view) ? { label: '', text: '' } : subjectOf(view);
    say(this.label, subject.label);
    say(this.text, subject.text);
    this.subject.dataset.length = subject.text.length <= 110 ? 'short' : subject.text.length <= 240 ? 'middle' : 'long';
    show(this.subject, Boolean(subject.text));
    show(this.label, Boolean(subject.label));
  }
}

// The rule stays where it is in a pause and in silence, so that nothing below it moves.
function whoLine(stage, now) {
  const state = stateAt(stage, now);
  if (state === 'paused') return 'Paused. The clock waits.';
  if (stage.silence && state === 'running') return 'The quiet is meant.';
  return stage.who_speaks;
}

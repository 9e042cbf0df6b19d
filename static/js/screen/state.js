// What the screen makes of a view: pure questions and answers, nothing of the page.

import { NOUN, doorOpen, stateAt } from '../lib/stage.js';

// What is shown as a whole. Stopping comes before everything else but the end.
export function sceneOf(view) {
  if (view.stage.state === 'closed') return 'closed';
  if (view.circle.stopped) return 'stopped';
  if (view.circle.blank) return 'blank';
  if (view.earlier) return 'earlier';
  return view.stage.key === 'lobby' ? 'lobby' : 'stage';
}

export function pageTitle(view, now) {
  const { stage, circle } = view;
  const what = {
    closed: () => 'Thank you',
    stopped: () => 'Stopped',
    blank: () => 'Blank',
    earlier: () => 'What we agreed before',
    lobby: () => `Join the ${circle.format_title}`,
    stage: () => (stateAt(stage, now) === 'over' ? `Time: ${stage.title}` : stage.title),
  }[sceneOf(view)]();
  return `${what} – Circlekeeper`;
}

export function inReview(view) {
  return view.stage.key === 'review';
}

// The stage in which what was offered is added up and chosen from.
export function selecting(view) {
  return Boolean(view.stage.selects);
}

// What stands beside the stage's name: the clock, the sum, whose turn it is, or nothing.
export function panelOf(view) {
  const { stage } = view;
  if (view.round) return 'turn';
  if (stage.planned_ms !== undefined) return 'clock';
  return selecting(view) ? 'sum' : 'none';
}

// The contributions that this stage shows, one group a kind.
export function groupsOf(view) {
  return view.stage.shows.map((kind) => ({
    kind,
    items: view.contributions.filter((item) => item.kind === kind && !item.merged_into),
  }));
}

// The sentence that the circle works on: the focus once it is set; where a format has none, its title.
// A team that shows no words here shows none of these either.
export function subjectOf(view) {
  const { circle } = view;
  if (!circle.words_on_screen) return { label: '', text: '' };
  if (circle.focus.text) return { label: 'Focus', text: circle.focus.text };
  const hasFocus = view.stages.some((stage) => stage.key === 'focus');
  return { label: '', text: hasFocus ? '' : circle.title };
}

// Whether the team holds its circles without phones.
export function withoutPhones(view) {
  return !view.circle.phones_allowed;
}

const SENT = { learning_use: 'your learning' };

// What the band says of the phones, in words: {open, words}.
export function phonesLine(view, now) {
  const { stage } = view;
  const state = stateAt(stage, now);
  const none = withoutPhones(view);
  if (state === 'lobby' && !none) return { open: false, words: 'Phones open once the circle has begun.' };
  if (state === 'over') {
    return { open: false, words: none ? 'Finish your sentence.' : 'Phones are shut. Finish your sentence.' };
  }
  if (none) return { open: false, words: 'This circle needs no phones.' };
  if (state === 'paused') return { open: false, words: 'Phones wait until the clock goes on.' };
  if (stage.phones !== 'open' || !stage.group_sends.length) return { open: false, words: `Phones are shut. ${instead(view)}` };
  return { open: true, words: `${openFor(stage.group_sends)}${soFar(view)}` };
}

function openFor(kinds) {
  if (kinds.length > 1) return 'Phones are open';
  return `Phones are open for ${SENT[kinds[0]] ?? NOUN[kinds[0]][1]}`;
}

function soFar(view) {
  const sent = view.stage.group_sends.reduce((sum, kind) => sum + (view.sums.counts[kind] ?? 0), 0);
  return sent ? ` · ${sent} so far` : '';
}

function instead(view) {
  const { stage } = view;
  if (stage.group_sends.includes('question')) return 'Ask aloud.';
  if (stage.group_sends.length) return 'Say it aloud.';
  const next = stage.waits_for;
  if (!next) return 'Listen.';
  return next.number === view.stages.length ? 'They open in the review.' : `They open in stage ${next.number}, ${next.title}.`;
}

// What the band says of the door: the way in, the way round, or nothing.
export function doorLine(view, now) {
  if (doorOpen(view, now) && view.join) return { join: view.join };
  if (withoutPhones(view)) return {};
  return { words: 'Late? Ask the facilitator.' };
}

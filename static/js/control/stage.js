// Where the circle stands: the rail of stages, the stage with its rule, the time, what to say.

import { Announcer } from '../lib/announce.js';
import { h, keyed, say, show } from '../lib/dom.js';
import { digits, inWords, remainingMs, stateAt } from '../lib/stage.js';

const LAST_MS = 60_000;

export function stage(page) {
  const announcer = new Announcer({
    tell: (words) => say(page.at('spoken-time'), words),
    opening: ({ stage: now }) => `${now.title}. ${now.who_speaks}`,
  });

  // On a phone the time goes along beside the button once the stage has been scrolled away.
  new IntersectionObserver(([entry]) => document.body.classList.toggle('control-far', !entry.isIntersecting)).observe(page.at('stage'));

  function draw(view) {
    const { stage: now } = view;
    document.body.dataset.colour = now.colour ?? 'learning';
    keyed(page.at('rail'), view.stages, (step) => step.key, makeStep, (node, step) => fillStep(node, step, view));
    say(page.at('number'), numbered(view));
    say(page.at('title'), now.state === 'closed' ? 'The circle is closed' : now.title);
    const closed = now.state === 'closed';
    say(page.at('speaks'), closed ? '' : now.state === 'lobby' ? view.circle.title : now.who_speaks);
    say(page.at('rule'), closed ? afterwards(view) : now.rule ?? '');
  }

  function tick(view, now) {
    const state = stateAt(view.stage, now);
    const left = remainingMs(view.stage, now);
    const timed = left !== null && state !== 'closed';
    show(page.at('time'), timed);
    for (const id of ['time', 'bar-time']) say(page.at(id), !timed ? '' : state === 'over' ? 'Time' : digits(left));
    say(page.at('time-note'), timed ? note(view, state, left) : withoutClock(view, state));
    announcer.look(state === 'closed' ? null : view, now);
    page.at('stage').dataset.state = state;
    drawPrompts(state === 'closed' ? {} : view.stage.prompts ?? {}, state === 'over' || (state === 'running' && left <= LAST_MS));
  }

  // What to say when the stage opens; in its last minute, what to say to close it.
  function drawPrompts(prompts, closing) {
    const untimed = page.view.stage.planned_ms === undefined;
    const rows = [['Say', !closing && prompts.opening], ['Watch for', prompts.watch], ['To close', (closing || untimed) && prompts.closing]];
    keyed(page.at('prompts'), rows.filter(([, text]) => text), ([label]) => label,
      ([label]) => h('p', {}, h('strong', {}, label), ' ', h('span')),
      (node, [, text]) => say(node.lastChild, text));
  }

  return { draw, tick };
}

function afterwards({ circle }) {
  return circle.rehearsal ? 'There are no records, and nothing is kept.' : 'What is still empty in them can be filled in there.';
}

function makeStep() {
  return h('li', {}, h('span'));
}

function fillStep(node, step, view) {
  const index = view.stages.indexOf(step);
  const place = index < view.stage.index ? 'done' : index === view.stage.index ? 'here' : 'to-come';
  node.dataset.place = place;
  if (place === 'here') node.setAttribute('aria-current', 'step');
  else node.removeAttribute('aria-current');
  say(node.firstChild, `${step.key === 'review' ? '' : `${index + 1} `}${step.short}`);
}

function numbered({ stage: now, stages }) {
  if (now.state === 'lobby') return 'Before the start';
  if (now.state === 'closed') return 'After the circle';
  if (now.key === 'review') return 'The last part';
  return `Stage ${now.index + 1} of ${stages.length - 1}`;
}

// The place of the time is kept where no clock runs, so that what stands below never moves.
function withoutClock(view, state) {
  if (view.circle.stopped && state !== 'closed') return 'stopped';
  if (state === 'lobby') return `${inWords(view.stages.reduce((sum, step) => sum + (step.planned_ms ?? 0), 0))} on the clock in all`;
  if (state === 'closed') return view.circle.rehearsal ? 'This was a rehearsal.' : 'Both records are ready.';
  return 'No clock here. Take the time that it needs.';
}

function note(view, state, left) {
  if (view.circle.stopped) return 'stopped';
  if (state === 'paused') return 'paused';
  if (state === 'over') return 'You can still note what was said.';
  const planned = inWords(view.stage.planned_ms);
  return left > view.stage.planned_ms ? `more than the planned ${planned}` : `of ${planned}`;
}

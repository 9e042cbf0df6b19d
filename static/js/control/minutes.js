// The minutes of the stages that have not begun, and when the stages with a clock will be over.

import { h, keyed, say, show } from '../lib/dom.js';
import { inWords, remainingMs, stateAt } from '../lib/stage.js';

const HALF_MS = 30_000;
const LONGEST_MS = 3_600_000;
// Less than this is not late: nobody looks at a wall clock that closely.
export const LATE_MS = 30_000;
const NOTHING = 'The finish time cannot be kept any better than now.';

// The stages with a clock that have not begun.
export function ahead({ stage, stages }) {
  const index = stage.index ?? -1;
  return stages.filter((step, i) => step.planned_ms !== null && (stage.state === 'lobby' || i > index));
}

// When the stages with a clock will be over if all goes on like this; null where none is left or none has begun.
export function endsAt(view, now) {
  const { stage } = view;
  if (stage.state === 'lobby' || stage.state === 'closed') return null;
  const left = remainingMs(stage, now);
  const coming = ahead(view);
  if (left === null && !coming.length) return null;
  return now + (left ?? 0) + total(coming);
}

// By how much later than planned that is; 0 where it is not late.
export function lateBy(view, now) {
  const end = endsAt(view, now);
  if (end === null || !view.circle.finish_at) return 0;
  const late = end - view.circle.finish_at;
  return late >= LATE_MS ? late : 0;
}

// What the time of the stages makes hard, in words. It is allowed all the same.
export function tooShort(stages) {
  const hard = stages.find((step) => {
    const other = stages.find((each) => each.key === step.at_least_twice);
    return other && step.planned_ms < 2 * other.planned_ms;
  });
  if (!hard) return '';
  const other = stages.find((each) => each.key === hard.at_least_twice);
  return `Give ${hard.short} at least twice the time of ${other.short}: that is what makes the circle work.`;
}

// What has changed, in words: “Questions now has 3 minutes.”
export function changes(before, after) {
  return after
    .filter((step) => step.planned_ms !== null && before.find((old) => old.key === step.key)?.planned_ms !== step.planned_ms)
    .map((step) => `${step.short} now has ${inWords(step.planned_ms)}.`).join(' ');
}

function total(stages) {
  return stages.reduce((sum, step) => sum + step.planned_ms, 0);
}

export function minutes(page) {
  const rows = h('div', { class: 'control-minutes' });
  const keep = h('input', { type: 'checkbox', id: 'keep-finish', class: 'govuk-checkboxes__input' });
  const all = h('p', { class: 'control-minutes-all', role: 'status' });
  const warning = h('p', { class: 'control-minutes-warning', role: 'status' });
  const box = h('details', { class: 'govuk-details control-folded', id: 'minutes' },
    h('summary', { class: 'govuk-details__summary' }, h('span', { class: 'govuk-details__summary-text' }, 'Minutes of the stages')),
    h('div', { class: 'govuk-details__text' }, rows,
      h('div', { class: 'govuk-checkboxes govuk-checkboxes--small' }, h('div', { class: 'govuk-checkboxes__item' }, keep,
        h('label', { class: 'govuk-label govuk-checkboxes__label', for: 'keep-finish' }, 'Keep the finish time: the other stages share out the rest'))),
      all, warning));
  page.at('minutes-place').append(box);
  let begun = null;

  function draw(view) {
    const steps = ahead(view);
    if (view.stage.state !== 'lobby' && begun === false) box.open = false;
    begun = view.stage.state !== 'lobby';
    show(box, view.controls.includes('minutes') && steps.length > 0);
    keyed(rows, steps, (step) => step.key, make, fill);
    say(all, view.stage.state === 'lobby' ? `${inWords(total(steps))} in all` : '');
    say(warning, tooShort(view.stages));
  }

  function make({ key, title }) {
    const field = h('input', {
      type: 'number', class: 'govuk-input', id: `minutes-${key}`, min: 0.5, max: 60, step: 0.5, inputmode: 'decimal',
      onchange: () => set(key, Math.round(Number(field.value) * 2) * HALF_MS),
    });
    const step = (sign, by, words) => h('button', {
      type: 'button', class: 'control-small control-step', 'aria-label': `${words} for ${title}`,
      onclick: () => set(key, Number(field.value) * 2 * HALF_MS + by),
    }, sign);
    return h('div', { class: 'control-minutes-row' },
      h('label', { class: 'govuk-label', for: field.id }, title),
      h('span', { class: 'control-minutes-set' }, step('−', -HALF_MS, 'Half a minute less'), field, step('+', HALF_MS, 'Half a minute more'),
        h('span', { 'aria-hidden': 'true' }, 'min')));
  }

  function fill(row, step) {
    const field = row.querySelector('input');
    const value = String(Math.round(step.planned_ms / 600) / 100);
    if (row.dataset.known !== value) field.value = value;
    row.dataset.known = value;
  }

  // The field shows at once what is asked for, so that several quick presses add up; a refusal puts it back.
  async function set(key, ms) {
    const field = page.at(`minutes-${key}`);
    const wanted = Math.min(LONGEST_MS, Math.max(HALF_MS, ms || HALF_MS));
    field.value = String(wanted / 60_000);
    const fields = { visit: page.view.stage.visit, seconds: { [key]: wanted / 1000 }, keep: keep.checked };
    const answer = await page.play('minutes', fields);
    const row = field.closest('[data-known]');
    if (!answer.ok && row) field.value = row.dataset.known;
  }

  return { draw };
}

// Under way: when the stages with a clock end, and a way to end as planned where they are late.
export function finish(page) {
  const words = h('p', { class: 'control-finish-words' });
  const button = h('button', { type: 'button', class: 'control-small', onclick: keepIt }, 'Keep the finish time');
  const said = h('p', { class: 'control-finish-said', role: 'status' });
  const box = h('div', { class: 'control-finish' }, words, button, said);
  page.at('finish-place').append(box);
  let before = null;
  let visit = null;

  function draw(view) {
    if (visit !== view.stage.visit) say(said, '');
    visit = view.stage.visit;
    if (before) say(said, changes(before, view.stages));
  }

  function tick(view, now) {
    const end = endsAt(view, now);
    const late = lateBy(view, now);
    show(box, end !== null && !view.circle.stopped);
    say(words, end === null ? '' : `Timed stages end at about ${wallClock(end)}${late ? `, ${inMinutes(late)} later than planned` : ''}.`);
    show(button, late > 0 && view.controls.includes('minutes'));
  }

  async function keepIt() {
    before = page.view.stages;
    const answer = await page.play('minutes', { visit: page.view.stage.visit, seconds: {}, keep: true });
    if (answer.ok) say(said, changes(before, page.view.stages) || NOTHING);
    before = null;
  }

  return { draw, tick };
}

function wallClock(ms) {
  return new Date(ms).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
}

function inMinutes(ms) {
  const half = Math.round(ms / HALF_MS) / 2;
  if (half === 0.5) return 'half a minute';
  return inWords(Math.round(ms / 60_000) * 60_000);
}

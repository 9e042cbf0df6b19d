// What was sent and said: the present stage's first, earlier ones folded, and what came after the bell.

import { h, keyed, say, show } from '../lib/dom.js';
import { NOUN, counted } from '../lib/stage.js';
import { capital, options } from './entry.js';

export function contributions(page) {
  const heading = h('h2', { class: 'govuk-heading-s' });
  const list = h('ul', { class: 'control-cards' });
  const earlier = h('ul', { class: 'control-cards' });
  const folded = h('details', { class: 'govuk-details' },
    h('summary', { class: 'govuk-details__summary' }, h('span', { class: 'govuk-details__summary-text' }, 'From other stages')), earlier);
  page.at('contributions-place').append(heading, list, folded);
  const late = h('ul', { class: 'control-cards' });
  const lateBox = h('div', { class: 'control-late' }, h('h2', { class: 'govuk-heading-s' }, 'After the bell'), late);
  page.at('late-place').append(lateBox);

  function draw(view) {
    const shows = view.stage.shows ?? [];
    const handedIn = view.contributions.filter((one) => one.state === 'handed_in');
    const rest = view.contributions.filter((one) => one.state !== 'handed_in');
    const here = rest.filter((one) => shows.includes(one.kind));
    const others = rest.filter((one) => !shows.includes(one.kind));
    fillList(late, handedIn, view);
    show(lateBox, handedIn.length > 0);
    fillList(list, here, view);
    fillList(earlier, others, view);
    show(folded, others.length > 0);
    show(heading, shows.length > 0);
    say(heading, shows.map((kind) => counted(here.filter((one) => one.kind === kind && one.state === 'shown').length, kind)).join(', '));
  }

  function fillList(place, items, view) {
    keyed(place, items, (one) => one.id, (one) => card(page, one), (node, one) => fill(node, one, view));
  }

  return { draw };
}

function card(page, one) {
  const node = h('li', { class: 'control-card' },
    h('p', { class: 'control-card-text' }), h('p', { class: 'control-card-note' }), h('div', { class: 'control-card-buttons' }),
    actionForm(page, one));
  node.page = page;
  return node;
}

function fill(node, one, view) {
  const [text, note, buttons, form] = node.children;
  node.dataset.state = one.state;
  say(text, one.text);
  say(note, noteOf(one, view));
  keyed(buttons, possible(node.page, one, view), (button) => button.id, makeButton, (button, what) => {
    button.press = what.press;
    say(button, what.label);
    button.setAttribute('aria-label', `${what.label}: ${one.text}`);
    if (what.merge) fillMerge(button, one, view);
  });
  form.fill(one, view);
}

function makeButton(what) {
  if (what.merge) return h('select', { class: 'govuk-select control-merge', onchange: (event) => event.target.press(event.target.value) });
  const button = h('button', { type: 'button', class: 'control-small' });
  button.addEventListener('click', () => button.press());
  return button;
}

function fillMerge(select, one, view) {
  const others = view.contributions.filter((other) => other.kind === one.kind && other.state === 'shown' && other.id !== one.id);
  options(select, [['', 'Same as…'], ...others.map((other) => [other.id, other.text.slice(0, 60)])]);
}

// What the facilitator can do with one contribution at this moment.
function possible(page, one, view) {
  const accepts = view.stage.accepts ?? [];
  const closed = view.stage.state === 'closed';
  const play = (type, fields = {}) => () => page.play(type, { id: one.id, ...fields });
  const selectable = one.state === 'shown' && (view.stage.shows ?? []).includes(one.kind);
  return [
    one.state === 'handed_in' && { id: 'admit', label: 'Let in', press: play('admit') },
    selectable && accepts.includes('tried') && !one.chosen
      && { id: 'tried', label: one.tried ? 'Not tried after all' : 'Already tried', press: play('tried', { on: !one.tried }) },
    selectable && accepts.includes('choose') && !one.tried
      && { id: 'choose', label: one.chosen ? 'Do not choose' : 'Choose', press: () => choose(page, one, view) },
    one.kind === 'question' && one.state === 'shown' && accepts.includes('answered')
      && { id: 'answered', label: one.answered ? 'Not answered' : 'Answered', press: play('answered', { on: !one.answered }) },
    one.kind === 'question' && one.state === 'shown' && accepts.includes('park')
      && { id: 'park', label: 'Park for stage 3', press: play('park') },
    !closed && ['shown', 'hidden'].includes(one.state)
      && { id: 'hide', label: one.state === 'hidden' ? 'Show on the screen' : 'Hide from the screen', press: play('hide', { on: one.state === 'shown' }) },
    one.state === 'merged' && accepts.includes('merge') && { id: 'split', label: 'Stands on its own', press: play('merge', { into: '' }) },
    selectable && accepts.includes('merge') && !one.chosen
      && { id: 'merge', label: 'Same as', merge: true, press: (into) => into && page.play('merge', { id: one.id, into }) },
    { id: 'erase', label: 'Remove for good', press: () => erase(page, one) },
  ].filter(Boolean);
}

async function choose(page, one, view) {
  if (!one.chosen && view.sums.chosen >= 3) {
    const sure = await page.ask({
      title: 'More than three?', text: 'Two or so is usual: what is chosen should really get done. Choose this one too?',
      yes: 'Choose it', no: 'No',
    });
    if (!sure) return;
  }
  await page.play('choose', { id: one.id, on: !one.chosen });
}

async function erase(page, one) {
  const sure = await page.ask({
    title: 'Remove for good?', text: `“${one.text}” goes from every device and every record at once. That somebody wrote something, and when, remains.`,
    yes: 'Remove for good', no: 'Keep', warning: true,
  });
  if (sure) await page.play('erase', { id: one.id });
}

function noteOf(one, view) {
  const into = one.merged_into && view.contributions.find((other) => other.id === one.merged_into);
  return [
    (one.state === 'handed_in' || (view.stage.shows ?? []).length > 1) && capital(NOUN[one.kind][0]), one.by, one.noted && 'noted by the presenter', one.late && 'let in after the bell', one.answered && 'answered',
    one.tried && 'tried', one.chosen && `chosen${one.action?.by_whom ? `: ${one.action.by_whom}` : ''}`,
    one.state === 'hidden' && 'hidden from the screen', one.state === 'parked' && 'parked: a draft for stage 3',
    one.state === 'merged' && `same as “${into?.text ?? ''}”`,
  ].filter(Boolean).join(' · ');
}

// Who does what was chosen, and by when; the rest can wait for the records.
function actionForm(page, one) {
  const who = h('input', { class: 'govuk-input', id: `who-${one.id}`, autocomplete: 'off' });
  const when = h('input', { class: 'govuk-input', id: `when-${one.id}`, autocomplete: 'off' });
  const form = h('form', { class: 'control-action', hidden: true, onsubmit: save },
    h('label', { class: 'govuk-label', for: who.id }, 'Who will do it?'), who,
    h('label', { class: 'govuk-label', for: when.id }, 'By when? (can wait)'), when,
    h('button', { class: 'govuk-button govuk-button--secondary' }, 'Save'));
  let known = {};
  for (const field of [who, when]) field.addEventListener('change', () => { if (who.value.trim()) form.requestSubmit(); });

  async function save(event) {
    event.preventDefault();
    await page.play('action', { id: one.id, by_whom: who.value, by_when: when.value });
  }

  form.fill = (now, view) => {
    show(form, Boolean(now.chosen) && view.stage.state !== 'closed');
    const action = now.action ?? {};
    if (who.value === (known.by_whom ?? '')) who.value = action.by_whom ?? '';
    if (when.value === (known.by_when ?? '')) when.value = action.by_when ?? '';
    known = action;
  };
  return form;
}

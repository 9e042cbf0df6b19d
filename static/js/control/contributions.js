// What was sent and said: the present stage's first, earlier ones folded, and what came after the bell.

import { h, keyed, say, show } from '../lib/dom.js';
import { NOUN, counted } from '../lib/stage.js';
import { capital, options } from './entry.js';
import { remember } from './typed.js';

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
  const buttons = h('div', { class: 'control-card-buttons' });
  const rare = h('div', { class: 'control-card-buttons' });
  const more = h('details', { class: 'control-card-more' },
    h('summary', {}, h('span', { class: 'control-small' }, 'More', h('span', { class: 'govuk-visually-hidden' }))), rare);
  const node = h('li', { class: 'control-card' },
    h('p', { class: 'control-card-text' }),
    h('div', { class: 'control-card-row' }, h('p', { class: 'control-card-note' }), h('div', { class: 'control-card-acts' }, buttons, more)),
    actionForm(page, one));
  Object.assign(node, { page, buttons, rare, more });
  return node;
}

function fill(node, one, view) {
  const [text, row, form] = node.children;
  node.dataset.state = one.state;
  say(text, one.text);
  say(row.firstChild, noteOf(one, view));
  say(node.more.querySelector('.govuk-visually-hidden'), `: ${one.text}`);
  const acts = possible(node.page, one, view);
  fillButtons(node.buttons, acts.filter((act) => !act.rare), one, view);
  fillButtons(node.rare, acts.filter((act) => act.rare), one, view);
  form.fill(one, view);
}

function fillButtons(place, acts, one, view) {
  keyed(place, acts, (act) => act.id, (act) => (act.merge ? merging(one) : makeButton()), (node, act) => {
    if (act.merge) {
      node.fill(act, view);
      return;
    }
    node.press = act.press;
    say(node, act.label);
    node.setAttribute('aria-label', `${act.label}: ${one.text}`);
  });
}

function makeButton() {
  const button = h('button', { type: 'button', class: 'control-small' });
  button.addEventListener('click', () => button.press());
  return button;
}

// Two that say the same are put together by a press: going through the list by keyboard must not do it.
function merging(one) {
  const select = h('select', { class: 'govuk-select control-merge', 'aria-label': `Same as: ${one.text}` });
  const button = h('button', { type: 'button', class: 'control-small', 'aria-label': `Put together: ${one.text}` }, 'Put together');
  const node = h('span', { class: 'control-merging' }, select, button);
  button.addEventListener('click', () => node.press(select.value));
  node.fill = (act, view) => {
    node.press = act.press;
    const others = view.contributions.filter((other) => other.kind === one.kind && other.state === 'shown' && other.id !== one.id);
    options(select, [['', 'Same as…'], ...others.map((other) => [other.id, other.text.slice(0, 60)])]);
  };
  return node;
}

// What the facilitator can do with one contribution at this moment.
function possible(page, one, view) {
  const accepts = view.stage.accepts ?? [];
  const closed = view.stage.state === 'closed';
  const play = (type, fields = {}) => () => page.play(type, { id: one.id, ...fields });
  const selectable = one.state === 'shown' && (view.stage.shows ?? []).includes(one.kind);
  return [
    !closed && one.state === 'handed_in' && { id: 'admit', label: 'Let in', press: play('admit') },
    selectable && accepts.includes('tried') && !one.chosen
      && { id: 'tried', label: one.tried ? 'Not tried after all' : 'Already tried', press: play('tried', { on: !one.tried }) },
    selectable && accepts.includes('choose') && !one.tried
      && { id: 'choose', label: one.chosen ? 'Do not choose' : 'Choose', press: () => choose(page, one, view) },
    one.kind === 'question' && one.state === 'shown' && accepts.includes('answered')
      && { id: 'answered', label: one.answered ? 'Not answered' : 'Answered', press: play('answered', { on: !one.answered }) },
    one.kind === 'question' && one.state === 'shown' && accepts.includes('park')
      && { id: 'park', label: 'Park for stage 3', press: play('park') },
    selectable && accepts.includes('merge') && !one.chosen
      && { id: 'merge', rare: true, merge: true, press: (into) => into && page.play('merge', { id: one.id, into }) },
    !closed && ['shown', 'hidden'].includes(one.state)
      && { id: 'hide', rare: true, label: one.state === 'hidden' ? 'Show on the screen' : 'Hide from the screen', press: play('hide', { on: one.state === 'shown' }) },
    one.state === 'merged' && accepts.includes('merge') && { id: 'split', label: 'Keep it on its own', press: play('merge', { into: '' }) },
    { id: 'erase', rare: true, label: 'Remove for good', press: () => erase(page, one) },
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
    title: 'Remove for good?', text: `“${one.text}” is removed from every device and every record at once. It is still known that somebody wrote something, and when.`,
    does: 'remove it for good', no: 'Keep',
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
  const form = h('form', { class: 'control-action control-fields', hidden: true, onsubmit: save },
    h('label', { class: 'govuk-label', for: who.id }, 'Who will do it?'), who,
    h('label', { class: 'govuk-label', for: when.id }, 'By when? (if you like)'), when,
    h('button', { class: 'govuk-button govuk-button--secondary' }, 'Save'));
  const typed = [remember(page, who.id, who), remember(page, when.id, when)];
  let known = {};
  for (const field of [who, when]) field.addEventListener('change', () => { if (who.value.trim()) form.requestSubmit(); });

  async function save(event) {
    event.preventDefault();
    const answer = await page.play('action', { id: one.id, by_whom: who.value, by_when: when.value });
    if (answer.ok) for (const each of typed) each.saved();
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

// The sums and the check-in of a Selection, and the round in which each says how they use the learning.

import { h, keyed, say, show } from '../lib/dom.js';
import { remember } from './typed.js';

export function selection(page) {
  const sums = h('p', { class: 'control-sums' });
  const on = h('input', { id: 'check-in-on', type: 'date', class: 'govuk-input' });
  const by = h('input', { id: 'check-in-by', class: 'govuk-input', autocomplete: 'off' });
  const form = h('form', { class: 'control-entry', onsubmit: save },
    h('h3', { class: 'govuk-heading-s' }, 'The group checks in'),
    h('div', { class: 'control-fields' },
      h('label', { class: 'govuk-label', for: 'check-in-on' }, 'On'), on,
      h('label', { class: 'govuk-label', for: 'check-in-by' }, 'Who checks in? (if you like)'), by,
      h('button', { class: 'govuk-button govuk-button--secondary' }, 'Save')));
  page.at('selection-place').append(sums, form);
  const typed = [remember(page, 'check-in-on', on), remember(page, 'check-in-by', by)];
  let known = {};

  function draw(view) {
    const choosing = (view.stage.yours ?? []).includes('choose');
    show(sums, choosing);
    const { offered, tried, left, chosen } = view.sums;
    say(sums, `${offered} offered − ${tried} tried = ${left} left · ${chosen} chosen`);
    show(form, (view.stage.yours ?? []).includes('check_in'));
    const checkIn = view.circle.check_in;
    if (on.value === (known.on ?? '')) on.value = checkIn.on ?? '';
    if (by.value === (known.by ?? '')) by.value = checkIn.by;
    known = checkIn;
  }

  async function save(event) {
    event.preventDefault();
    const answer = await page.play('check_in', { on: on.value, by: by.value });
    if (answer.ok) for (const each of typed) each.saved();
  }

  return { draw };
}

export function round(page) {
  const turn = h('p', { class: 'control-turn' });
  const list = h('ul', { class: 'control-people' });
  const end = h('button', { type: 'button', class: 'control-small', onclick: () => page.play('speaker', { seat: '' }) }, 'They have spoken');
  const box = h('div', {}, h('h2', { class: 'govuk-heading-s' }, 'The round'), turn, end, list);
  page.at('round-place').append(box);

  function draw(view) {
    show(box, Boolean(view.round));
    if (!view.round) return;
    const { speaker, speaker_seat: seat, to_come: toCome } = view.round;
    say(turn, speaker ? `${speaker} speaks.` : toCome.length ? 'Nobody’s turn yet.' : 'Everybody has spoken.');
    show(end, Boolean(speaker));
    const group = view.people.filter((one) => !one.presenter);
    keyed(list, group, (one) => one.seat, make, (node, one) => {
      const [name, state, button] = node.children;
      say(name, one.name);
      say(state, one.seat === seat ? 'speaks now' : one.spoken ? 'has spoken' : 'still to come');
      say(button, 'Their turn');
      button.setAttribute('aria-label', `It is ${one.name}’s turn`);
      show(button, one.seat !== seat);
    });
  }

  function make(one) {
    return h('li', {}, h('span', { class: 'control-name' }), h('span', { class: 'control-role' }),
      h('button', { type: 'button', class: 'control-small', onclick: () => page.play('speaker', { seat: one.seat }) }));
  }

  return { draw };
}

// The review ends with the date of the next group supervision (West Sussex, Appendix 9).
export function nextDate(page) {
  const on = h('input', { id: 'next-date', type: 'date', class: 'govuk-input' });
  const form = h('form', { class: 'control-entry', onsubmit: save },
    h('div', { class: 'control-entry-row' },
      h('label', { class: 'govuk-label govuk-label--s', for: 'next-date' }, 'Next group supervision'), on,
      h('button', { class: 'govuk-button govuk-button--secondary' }, 'Save')));
  page.at('entry-place').append(form);
  const typed = remember(page, 'next-date', on);
  let known = '';

  function draw(view) {
    show(form, view.stage.key === 'review' && view.stage.state !== 'closed');
    const saved = view.circle.next_date ?? '';
    if (on.value === known) on.value = saved;
    known = saved;
  }

  async function save(event) {
    event.preventDefault();
    await saveIt();
  }

  async function saveIt() {
    const answer = await page.play('details', { next_date: on.value });
    if (answer.ok) typed.saved();
  }

  return { draw, flush: async () => { if (!form.hidden && on.value !== known) await saveIt(); } };
}

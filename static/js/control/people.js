// Who takes part: the presenter, the scribe, people without a phone, and how others join.

import { h, keyed, say, show } from '../lib/dom.js';
import { remember } from './typed.js';

export function people(page) {
  const list = h('ul', { class: 'control-people' });
  const nobody = h('p', { class: 'govuk-hint' }, 'Nobody yet.');
  const name = h('input', { id: 'person', class: 'govuk-input', autocomplete: 'off', maxlength: 40 });
  const typed = remember(page, 'person', name);
  const form = h('form', { class: 'control-entry', onsubmit: add },
    h('label', { class: 'govuk-label', for: 'person' }, 'Add somebody without a phone'),
    h('div', { class: 'control-entry-row' }, name, h('button', { class: 'govuk-button govuk-button--secondary' }, 'Add')));
  page.at('people-place').append(h('h2', { class: 'govuk-heading-s' }, 'People'), nobody, list, form);
  const join = h('p', { class: 'control-join' });
  page.at('join-place').append(join);

  function draw(view) {
    const can = (move) => view.controls.includes(move);
    keyed(list, view.people, (one) => one.seat, make, (node, one) => fill(node, one, can));
    show(nobody, view.people.length === 0);
    show(form, can('person'));
    const words = joining(view);
    // What must be typed as it stands is not broken over two lines: every second part is a code.
    if (join.textContent !== words.join('')) {
      join.replaceChildren(...words.map((part, i) => (i % 2 ? h('span', { class: 'control-code' }, part) : part)));
    }
  }

  function make(person) {
    const button = (what, press) => h('button', { type: 'button', class: 'control-small', 'data-what': what, onclick: press });
    const node = h('li', {}, h('span', { class: 'control-who' },
      h('span', { class: 'control-name' }), h('span', {}, h('span', { class: 'control-role' }), h('span', { class: 'control-seen', 'data-presence': person.seat }))),
      h('span', { class: 'control-person-buttons' },
        button('presenter', () => page.play('presenter', { seat: person.seat })),
        button('scribe', () => page.play('scribe', { seat: person.seat, on: !node.person.scribe })),
        button('remove', () => remove(node.person))));
    return node;
  }

  function fill(node, one, can) {
    node.person = one;
    const [presenter, scribe, gone] = node.querySelectorAll('button');
    say(node.querySelector('.control-name'), one.name);
    say(node.querySelector('.control-role'), roles(one));
    node.querySelector('.control-seen').dataset.phone = one.phone ? 'yes' : '';
    say(presenter, 'Make presenter');
    presenter.setAttribute('aria-label', `Make ${one.name} the presenter`);
    show(presenter, can('presenter') && !one.presenter);
    say(scribe, one.scribe ? 'Not scribe' : 'Make scribe');
    scribe.setAttribute('aria-label', one.scribe ? `${one.name} is no longer scribe` : `Make ${one.name} scribe`);
    show(scribe, can('scribe') && one.phone);
    say(gone, 'Remove');
    gone.setAttribute('aria-label', `Remove ${one.name}`);
    show(gone, can('remove'));
  }

  async function remove(person) {
    const sure = await page.ask({
      title: `Remove ${person.name} from the circle?`,
      text: `Their phone is cut off at once. What they said stays. ${person.name} can join again as long as new people can join.`,
      does: `remove ${person.name}`, no: 'Keep',
    });
    if (sure) await page.play('remove', { seat: person.seat });
  }

  async function add(event) {
    event.preventDefault();
    const given = name.value;
    const answer = await page.play('person', { name: given });
    // The next name may have been typed meanwhile.
    if (!answer.ok || name.value !== given) return;
    name.value = '';
    typed.saved();
  }

  return { draw };
}

function roles({ presenter, scribe, phone }) {
  return [presenter && 'presenter', scribe && 'scribe', !phone && 'no phone'].filter(Boolean).join(', ');
}

function joining({ join, screen_code: screenCode, stage }) {
  if (stage.state === 'closed') return [];
  if (!join) return ['Nobody new can join now.\nScreen code: ', screenCode];
  return [`Phones: ${join.address}, code `, join.code, '\nScreen code: ', screenCode];
}

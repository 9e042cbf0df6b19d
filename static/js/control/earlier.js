// What came of the team's earlier circles: noted here without leaving the page, and shown on the screen on a press.

import { h, say, show } from '../lib/dom.js';

const NO_LINE = 'Not saved. Check your connection and that you are signed in. Then press Save again.';

export function earlier(page) {
  const panel = page.at('earlier');
  if (!panel) return {};
  const button = h('button', {
    type: 'button', class: 'govuk-button govuk-button--secondary', hidden: true,
    onclick: () => page.play('earlier', { on: !page.view.circle.earlier }),
  });
  page.at('earlier-screen').append(button);
  for (const form of panel.querySelectorAll('[data-check]')) form.addEventListener('submit', send);
  let started = false;

  function draw(view) {
    const { state } = view.stage;
    const { earlier: shown } = view.circle;
    show(panel, state !== 'closed');
    show(button, view.controls.includes('earlier'));
    say(button, shown ? 'Take them off the screen' : 'Show them on the screen');
    button.setAttribute('aria-pressed', String(shown));
    // Once the circle has begun it has the page; what is open for reading stays so.
    if (state !== 'lobby' && !started) panel.open = shown;
    started = state !== 'lobby';
  }

  return { draw };
}

async function send(event) {
  event.preventDefault();
  const form = event.currentTarget;
  const button = form.querySelector('button');
  button.disabled = true;
  try {
    const answer = await fetch(form.action, { method: 'POST', body: new FormData(form), headers: { Accept: 'application/json' } });
    take(form, answer.ok || answer.status === 422 ? await answer.json() : { faults: { outcome: NO_LINE } });
  } catch {
    take(form, { faults: { outcome: NO_LINE } });
  }
  button.disabled = false;
}

// What was found stands in place of the form; or each fault at its field, with all that was typed.
function take(form, { said, faults = {} }) {
  for (const place of form.querySelectorAll('[data-fault]')) {
    const fault = faults[place.dataset.fault];
    place.replaceChildren(...(fault ? [h('span', { class: 'govuk-visually-hidden' }, 'Error: '), fault] : []));
    show(place, Boolean(fault));
    const field = form.querySelector(`:is(input[type="date"], textarea)[name="${place.dataset.fault}"]`);
    field?.classList.toggle(`govuk-${field.localName}--error`, Boolean(fault));
  }
  if (said === undefined) {
    form.querySelector(`[name="${Object.keys(faults)[0]}"]`)?.focus();
    return;
  }
  const item = form.closest('[data-action]');
  const found = item.querySelector('.control-earlier__said');
  say(found, said);
  form.closest('.control-earlier__check').remove();
  const left = document.querySelectorAll('#earlier [data-check]').length;
  say(document.getElementById('earlier-left'), left ? `${left} to look at` : 'all looked at');
  found.focus();
}

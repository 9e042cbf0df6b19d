// Questions that need an answer before anything happens, and the map of keys.

import { h } from '../lib/dom.js';

// Asks a question in the page's dialog; resolves to whether the answer was yes.
export function ask(page, { title, text, yes, no, warning = false }) {
  return new Promise((resolve) => {
    const dialog = open(page, title, [
      h('p', { class: 'govuk-body' }, text),
      h('div', { class: 'govuk-button-group' },
        h('button', { type: 'button', class: `govuk-button${warning ? ' govuk-button--warning' : ''}`, onclick: () => done(true) }, yes),
        h('button', { type: 'button', class: 'govuk-button govuk-button--secondary', onclick: () => done(false) }, no)),
    ]);
    dialog.addEventListener('close', () => resolve(dialog.returnValue === 'yes'), { once: true });
    function done(sure) { dialog.close(sure ? 'yes' : 'no'); }
  });
}

// Supervision never delays safeguarding: the first press stops, then asks who was told.
export async function stopDialog(page) {
  const answer = await page.play('stop');
  if (!answer.ok) return;
  const field = h('input', { id: 'told', class: 'govuk-input', autocomplete: 'off', maxlength: 200 });
  const dialog = open(page, 'The circle is stopped', [
    h('p', { class: 'govuk-body' }, 'The clock has stopped and the shared screen is blank. If a child or anybody else may be at risk now, act first: follow your safeguarding procedure.'),
    h('form', { method: 'dialog', onsubmit: save },
      h('label', { class: 'govuk-label', for: 'told' }, 'Who was told?'),
      h('p', { class: 'govuk-hint' }, 'It goes into the form on the file. You can fill it in later, on the records page.'),
      field,
      h('div', { class: 'govuk-button-group control-dialog-buttons' },
        h('button', { class: 'govuk-button' }, 'Save'),
        h('button', { type: 'button', class: 'govuk-button govuk-button--secondary', onclick: () => dialog.close() }, 'Later'))),
  ]);
  async function save(event) {
    event.preventDefault();
    const saved = field.value.trim() ? await page.play('stop', { told: field.value }) : { ok: true };
    if (saved.ok) dialog.close();
  }
}

export function showKeys(page) {
  const dialog = open(page, 'Keys', [
    h('table', { class: 'govuk-table' }, h('tbody', { class: 'govuk-table__body' }, KEYS.map(([key, does]) => h('tr', { class: 'govuk-table__row' },
      h('th', { class: 'govuk-table__header', scope: 'row' }, h('kbd', {}, key)), h('td', { class: 'govuk-table__cell' }, does))))),
    h('p', { class: 'govuk-body' }, 'Keys work while you are not typing in a field.'),
    h('button', { type: 'button', class: 'govuk-button govuk-button--secondary', onclick: () => dialog.close() }, 'Close'),
  ]);
}

const KEYS = [
  ['Space', 'The big button: the next right thing'],
  ['→', 'Go on to the next stage'],
  ['←', 'Back to the stage before'],
  ['↑', 'One minute more'],
  ['U', 'Undo, for ten seconds'],
  ['B', 'Blank the shared screen, and show it again'],
  ['T', 'Type what was said'],
  ['?', 'This list'],
];

function open(page, title, content) {
  const dialog = page.at('dialog');
  if (dialog.open) dialog.close();
  dialog.returnValue = '';
  dialog.replaceChildren(h('h2', { class: 'govuk-heading-m', id: 'dialog-title' }, title), ...content);
  dialog.showModal();
  // Words that were asked about do not stay in the page: they may just have been removed for good.
  dialog.addEventListener('close', () => { if (!dialog.open) dialog.replaceChildren(); }, { once: true });
  return dialog;
}

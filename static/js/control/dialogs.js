// Questions that need an answer before anything happens, and the map of keys.

import { h } from '../lib/dom.js';
import { KEYS, lettersOff, switchLetters } from './keys.js';
import { holdButton } from './hold.js';
import { remember } from './typed.js';

// Asks a question in the page's dialog; resolves to whether the answer was yes. `does` is for what cannot be undone:
// its button has to be held, and the words complete “Hold to …”.
export function ask(page, { title, text, yes, no, does = '' }) {
  return new Promise((resolve) => {
    const sure = does ? holdButton({ does, done: () => done(true) })
      : { button: h('button', { type: 'button', class: 'govuk-button', onclick: () => done(true) }, yes), words: false };
    const dialog = open(page, title, [
      h('p', { class: 'govuk-body', id: 'dialog-text' }, text),
      h('div', { class: 'govuk-button-group' }, sure.button,
        h('button', { type: 'button', class: 'govuk-button govuk-button--secondary', onclick: () => done(false) }, no)),
      sure.words,
    ].filter(Boolean));
    dialog.addEventListener('close', () => resolve(dialog.returnValue === 'yes'), { once: true });
    function done(meant) { dialog.close(meant ? 'yes' : 'no'); }
  });
}

// Supervision never delays safeguarding: the first press stops, then asks who was told.
export async function stopDialog(page) {
  const answer = await page.play('stop');
  if (!answer.ok) return;
  const field = h('input', { id: 'told', class: 'govuk-input', autocomplete: 'off', maxlength: 200 });
  const typed = remember(page, 'told', field);
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
    if (!saved.ok) return;
    typed.saved();
    dialog.close();
  }
}

export function showKeys(page) {
  const letters = h('input', {
    type: 'checkbox', id: 'letters', class: 'govuk-checkboxes__input', onchange: () => switchLetters(letters.checked),
  });
  letters.checked = !lettersOff();
  const dialog = open(page, 'Keys', [
    h('table', { class: 'govuk-table control-keys' }, h('tbody', { class: 'govuk-table__body' }, KEYS.map(([key, does]) => h('tr', { class: 'govuk-table__row' },
      h('th', { class: 'govuk-table__header', scope: 'row' }, h('kbd', {}, key)), h('td', { class: 'govuk-table__cell' }, does))))),
    h('p', { class: 'govuk-body' }, 'Keys work while you are not typing in a field.'),
    h('div', { class: 'govuk-checkboxes govuk-checkboxes--small' }, h('div', { class: 'govuk-checkboxes__item' }, letters,
      h('label', { class: 'govuk-label govuk-checkboxes__label', for: 'letters' }, 'Use the letters and ? too. Switch them off if you speak to your computer.'))),
    h('button', { type: 'button', class: 'govuk-button govuk-button--secondary control-dialog-buttons', onclick: () => dialog.close() }, 'Close'),
  ]);
}

function open(page, title, content) {
  const dialog = page.at('dialog');
  if (dialog.open) dialog.close();
  dialog.returnValue = '';
  dialog.replaceChildren(h('h2', { class: 'govuk-heading-m', id: 'dialog-title' }, title), ...content);
  if (dialog.querySelector('#dialog-text')) dialog.setAttribute('aria-describedby', 'dialog-text');
  else dialog.removeAttribute('aria-describedby');
  dialog.showModal();
  // Words that were asked about do not stay in the page: they may just have been removed for good.
  dialog.addEventListener('close', () => { if (!dialog.open) dialog.replaceChildren(); }, { once: true });
  return dialog;
}

// Warns before a page is left on which something was typed and not saved. A page that comes back with a fault,
// or with more rows, holds unsaved words from the start: its form says so with data-unsaved.

import { checkFirst } from './signed_in.js';

for (const form of document.querySelectorAll('form[data-leave]')) watch(form);

function watch(form) {
  let sent = false;
  checkFirst(form);
  form.addEventListener('submit', (event) => { sent = !event.defaultPrevented; });
  // Back from the next page to this one, kept as it was: what is changed now is unsaved again.
  window.addEventListener('pageshow', () => { sent = false; });
  window.addEventListener('beforeunload', (leaving) => {
    if (sent || !(form.hasAttribute('data-unsaved') || [...form.elements].some(isChanged))) return;
    leaving.preventDefault();
    leaving.returnValue = true; // for browsers that do not yet go by preventDefault
  });
}

// Against what the page came with, so that what was typed before this script was there counts too.
function isChanged(field) {
  if (field.type === 'checkbox' || field.type === 'radio') return field.checked !== field.defaultChecked;
  if (field.options) {
    const first = [...field.options].findIndex((option) => option.defaultSelected);
    return field.selectedIndex !== Math.max(first, 0);
  }
  return field.type !== 'hidden' && field.defaultValue !== undefined && field.value !== field.defaultValue;
}

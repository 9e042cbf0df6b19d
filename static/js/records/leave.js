// Warns before a page is left on which something was typed and not saved. A page that comes back with a fault,
// or with more rows, holds unsaved words from the start: its form says so with data-unsaved.

import { checkFirst } from './signed_in.js';

for (const form of document.querySelectorAll('form[data-leave]')) watch(form);

function watch(form) {
  const before = words(form);
  let sent = false;
  checkFirst(form);
  form.addEventListener('submit', (event) => { sent = !event.defaultPrevented; });
  // Back from the next page to this one, kept as it was: what is changed now is unsaved again.
  window.addEventListener('pageshow', () => { sent = false; });
  window.addEventListener('beforeunload', (leaving) => {
    if (sent || (words(form) === before && !form.hasAttribute('data-unsaved'))) return;
    leaving.preventDefault();
    leaving.returnValue = true; // for browsers that do not yet go by preventDefault
  });
}

function words(form) {
  return JSON.stringify([...new FormData(form)]);
}

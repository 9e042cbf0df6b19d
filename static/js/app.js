// What every staff page needs: GOV.UK Frontend's components, links that come in an address's fragment, and
// fields to copy from. Without scripts the pages work all the same.

import { initAll } from '../vendor/govuk-frontend-6.3.0/govuk-frontend.min.js';

document.body.classList.add('js-enabled');
if ('noModule' in HTMLScriptElement.prototype) document.body.classList.add('govuk-frontend-supported');
initAll();

for (const form of document.querySelectorAll('form[data-takes-fragment]')) {
  takeFragment(form);
  // A link pasted into the address line of the open page changes nothing but the fragment.
  window.addEventListener('hashchange', () => takeFragment(form));
}
for (const place of document.querySelectorAll('[data-copy]')) offerToCopy(place);

// A link's secret stands behind the #, which no server and no log ever sees. It moves into the form and out
// of the address line, so that it does not stay in the browser's history either.
function takeFragment(form) {
  const secret = location.hash.slice(1);
  if (!secret) return;
  history.replaceState(null, '', location.pathname);
  form.elements.link.value = secret;
  form.requestSubmit();
}

// The button stands only where it works: the clipboard is closed to pages over plain http, so there the
// text is selected, ready for Ctrl+C.
function offerToCopy(place) {
  const field = place.querySelector('input');
  const button = place.querySelector('button');
  const said = place.querySelector('[role=status]');
  button.hidden = false;
  button.addEventListener('click', async () => {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
      said.textContent = 'Copied.';
    } catch {
      said.textContent = 'Selected. Now press Ctrl and C to copy.';
    }
  });
}

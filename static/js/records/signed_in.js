// Before something typed is sent, asks whether the server would still take it. Who was signed out meanwhile, or has
// no connection, stays on the page with all that they typed; and who signed in again in another window can go on.

// So soon after the page came from the server there is nothing to ask.
const FRESH_MS = 60_000;
const SIGNED_OUT = 'You are signed out. Nothing is lost: what you typed is still here. ';
const NOT_REACHED = 'Circlekeeper cannot be reached just now. What you typed is still here: try again in a moment.';
const ENDED = 'This can no longer be sent from here. What you typed is still here: copy it before you leave the page.';

export function checkFirst(form) {
  let checked = false;
  let asking = false;
  form.addEventListener('submit', async (event) => {
    if (checked || performance.now() < FRESH_MS) return void (checked = false);
    event.preventDefault();
    if (asking) return;
    asking = true;
    const hindrance = await ask(form);
    asking = false;
    say(form, event.submitter, hindrance);
    if (hindrance) return;
    checked = true;
    form.requestSubmit(event.submitter);
  });
}

// The page of the form, as the server would give it now: it has the token that goes with the present session. Where
// the form is sent to an address without a page, data-leave names it.
async function ask(form) {
  try {
    const answer = await fetch(form.dataset.leave || form.action, { redirect: 'manual' });
    if (answer.type === 'opaqueredirect') return signIn();
    if (answer.status >= 400 && answer.status < 500) return ENDED;
    if (!answer.ok) return NOT_REACHED;
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const token = page.querySelector(`main form input[name=csrf_token]`);
    for (const field of document.querySelectorAll('input[name=csrf_token]')) field.value = token?.value ?? field.value;
    return '';
  } catch {
    return NOT_REACHED;
  }
}

function signIn() {
  const link = document.createElement('a');
  link.href = '/sign-in';
  link.target = '_blank';
  link.className = 'govuk-link';
  link.textContent = 'Sign in in another window';
  return [SIGNED_OUT, link, ', then come back and press the button again.'];
}

function say(form, button, hindrance) {
  form.querySelector('.records-hindrance')?.remove();
  if (!hindrance) return;
  const line = document.createElement('p');
  line.className = 'govuk-error-message records-hindrance';
  line.setAttribute('role', 'alert');
  line.append(...[hindrance].flat());
  // By Enter the first button is pressed, which nobody may see: then the line stands at the last.
  const seen = button?.matches('.govuk-button') ? button : [...form.querySelectorAll('button.govuk-button')].at(-1);
  (seen?.closest('.compose-bar') ?? seen)?.before(line);
  line.scrollIntoView({ block: 'center' });
}

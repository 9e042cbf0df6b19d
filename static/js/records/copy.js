// Copies a box of text. The clipboard is closed to pages over plain http: there the text is selected, ready for
// Ctrl+C. Where the page asks for it, the server is told once that the text was taken out.

const note = document.querySelector('form[data-copied]');
let noted = false;

for (const box of document.querySelectorAll('[data-copy-box]')) offer(box);

function offer(box) {
  const text = box.querySelector('[data-copy-text]');
  const button = box.querySelector('button');
  const said = box.querySelector('[role=status]');
  button.hidden = false;
  button.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(text.value ?? text.textContent);
      said.textContent = 'Copied.';
      takenOut();
    } catch {
      select(text);
      said.textContent = 'Now press Ctrl and C to copy it.';
    }
  });
  text.addEventListener('copy', takenOut);
}

function select(text) {
  if (text instanceof HTMLTextAreaElement) {
    text.focus();
    text.select();
  } else {
    getSelection().selectAllChildren(text);
  }
}

// Also when somebody marks the text themselves and copies it.
async function takenOut() {
  if (!note || noted) return;
  noted = true;
  try {
    const answer = await fetch(note.action, {
      method: 'POST',
      headers: { 'X-Requested-With': 'fetch' },
      body: new URLSearchParams(new FormData(note)),
    });
    if (!answer.ok) throw new Error('not noted');
    note.hidden = true;
  } catch {
    noted = false; // the next copy, or the button of the form, tells it again
  }
}

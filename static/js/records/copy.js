// Copies a box of text. The clipboard is closed to pages over plain http: there the text is selected, ready for
// Ctrl+C. Where the page asks for it, the server is told once that the text was taken out.

const note = document.querySelector('form[data-copied]');
let noted = false;

for (const box of document.querySelectorAll('[data-copy-box]')) offer(box);

function offer(box) {
  const text = box.querySelector('textarea');
  const button = box.querySelector('button');
  const said = box.querySelector('[role=status]');
  button.hidden = false;
  button.addEventListener('click', async () => {
    text.focus();
    text.select();
    try {
      await navigator.clipboard.writeText(text.value);
      said.textContent = 'Copied.';
      button.focus();
      takenOut();
    } catch {
      said.textContent = 'Press Ctrl+C to copy it.';
    }
  });
  text.addEventListener('copy', takenOut);
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

// The plain form, reached from the live page because the line would not hold: it takes over the words that
// were still here, under their old number, so that nothing is sent twice or lost.

import { Memory } from './memory.js';

const form = document.querySelector('#plain form.compose');
const field = form?.querySelector('textarea');
const { circle, sent } = document.body.dataset;
const memory = new Memory(circle);

// What was in the form last time has arrived, or stands in the form again.
if (sent || document.querySelector('#plain .why')) {
  memory.items = memory.items.filter((item) => !item.inForm);
  if (memory.draft.inForm) memory.draft.text = '';
}
for (const words of [memory.draft, ...memory.items]) delete words.inForm;
memory.save();

const next = memory.items.find((item) => ['sending', 'trying'].includes(item.state));
const words = next ? { ...next, edit_key: memory.editKey } : { text: memory.draft.text, kind: memory.draft.kind };
if (field && !field.value && words.text) fill();

function fill() {
  field.value = words.text;
  for (const name of ['op', 'visit', 'kind', 'edit_key']) {
    const input = form.elements.namedItem(name);
    if (words[name] !== undefined && words[name] !== null && input) input.value = words[name];
  }
  form.addEventListener('submit', () => {
    (next ?? memory.draft).inForm = true;
    memory.save();
  });
}

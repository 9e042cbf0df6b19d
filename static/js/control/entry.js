// Typing in what is said: the focus, the title of the work, and contributions for those who speak.

import { h, keyed, say, show } from '../lib/dom.js';
import { NOUN } from '../lib/stage.js';
import { keep, kept } from '../lib/storage.js';
import { keyOf, remember } from './typed.js';

export function entry(page) {
  const focus = sentence(page, {
    place: page.at('focus-place'), name: 'focus', label: 'Focus, in one clear sentence', save: 'Save the focus',
  });
  const title = sentence(page, {
    place: page.at('focus-place'), name: 'title', label: 'Title of the work', save: 'Save the title',
  });
  const words = said(page, page.at('entry-place'));

  function draw(view) {
    const yours = view.stage.yours ?? [];
    focus.draw(yours.includes('focus'), view.circle.focus, (text, revision) => page.play('focus', { text, revision }));
    title.draw(yours.includes('title'), { text: view.circle.title }, (text) => page.play('title', { text }));
    words.draw(view, Object.keys(NOUN).filter((kind) => yours.includes(kind)));
  }

  return { draw, flush: async () => { await focus.flush(); await title.flush(); } };
}

// One sentence that is kept: a field with the present wording, which is not overwritten while somebody types.
function sentence(page, { place, name, label, save }) {
  const field = h('textarea', { id: `${name}-field`, class: 'govuk-textarea', rows: 2 });
  const other = h('p', { class: 'govuk-hint', hidden: true });
  const form = h('form', { class: 'control-entry', onsubmit: submit },
    h('label', { class: 'govuk-label govuk-label--s', for: `${name}-field` }, label), other, field,
    h('button', { class: 'govuk-button govuk-button--secondary' }, save));
  let known = { text: '', revision: 0 };
  let send = null;
  place.append(form);
  const typed = remember(page, name, field, { base: () => known, after: (base) => { known = base; } });

  function draw(visible, value, play) {
    show(form, visible);
    send = play;
    const untouched = field.value === known.text;
    if (untouched && field.value !== value.text) field.value = value.text;
    if (field.value === value.text) typed.saved();
    show(other, !untouched && value.text !== known.text && value.text !== '');
    say(other, other.hidden ? '' : `Somebody else just saved: “${value.text}”`);
    if (other.hidden) known = { ...value };
  }

  async function submit(event) {
    event.preventDefault();
    await saveIt();
  }

  // Before the circle goes on: a sentence that was typed and not saved.
  async function flush() {
    if (!form.hidden && field.value.trim() && field.value !== known.text) await saveIt();
  }

  async function saveIt() {
    const text = field.value;
    const answer = await send(text, known.revision);
    const saved = page.view.circle[name];
    if (answer.ok && field.value === text) typed.saved();
    if (answer.ok) known = typeof saved === 'string' ? { text } : { text, revision: saved.revision };
    // Both wordings are on the page; pressing again saves this one over the other.
    else if (answer.code === 'stale') known = { text: answer.detail.text, revision: answer.detail.revision };
  }

  return { draw, flush };
}

// What somebody says aloud, typed by the facilitator.
function said(page, place) {
  const label = h('label', { class: 'govuk-label govuk-label--s', for: 'said' });
  const field = h('textarea', { id: 'said', class: 'govuk-textarea', rows: 2 });
  const kinds = h('select', { id: 'said-kind', class: 'govuk-select', 'aria-label': 'Kind' });
  const by = h('select', { id: 'said-by', class: 'govuk-select' });
  const form = h('form', { class: 'control-entry', onsubmit: submit }, label, kinds, field,
    h('div', { class: 'control-entry-row' },
      h('label', { class: 'govuk-label', for: 'said-by' }, 'Said by'), by,
      h('button', { class: 'govuk-button govuk-button--secondary' }, 'Add')));
  field.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      form.requestSubmit();
    }
  });
  const aside = h('div', { class: 'control-aside' });
  const key = keyOf(page, 'said');
  const drafts = new Map(JSON.parse(kept(key) ?? '[]'));
  let stage = null;
  place.append(form, aside);
  field.addEventListener('input', keepDrafts);

  // Of every stage, with what stands in the field now.
  function keepDrafts() {
    const all = new Map(drafts);
    if (field.value.trim()) all.set(stage, { title: title(page.view, stage), text: field.value });
    keep(key, all.size ? JSON.stringify([...all]) : null);
  }

  // Each stage has its own draft: half a suggestion must never turn up in the review.
  function turnTo(view) {
    if (stage === view.stage.key) return;
    if (stage && field.value.trim()) drafts.set(stage, { title: title(view, stage), text: field.value });
    stage = view.stage.key;
    field.value = drafts.get(stage)?.text ?? '';
    drafts.delete(stage);
    by.value = '';
    keepDrafts();
    keyed(aside, [...drafts], ([key]) => key, () => h('p', { class: 'govuk-hint' }),
      (node, [, draft]) => say(node, `Typed in “${draft.title}” and not added: “${draft.text}”`));
  }

  function draw(view, possible) {
    turnTo(view);
    show(form, possible.length > 0 && view.stage.state !== 'closed');
    say(label, possible.length === 1 ? `Type a ${NOUN[possible[0]]?.[0]} that was said` : 'Type what was said');
    options(kinds, possible.map((kind) => [kind, capital(NOUN[kind][0])]));
    show(kinds, possible.length > 1);
    options(by, [['', 'not noted'], ...view.people.map((one) => [one.seat, one.name])]);
  }

  async function submit(event) {
    event.preventDefault();
    const { value } = field;
    const fields = { visit: page.view.stage.visit, kind: kinds.value, text: value };
    if (by.value) fields.for = by.value;
    const answer = await page.play('contribute', fields);
    if (answer.ok && field.value === value) field.value = '';
    if (answer.ok) by.value = '';
    keepDrafts();
  }

  return { draw };
}

export function options(select, pairs) {
  keyed(select, pairs, ([value]) => `v${value}`, ([value]) => h('option', { value }), (node, [, text]) => say(node, text));
}

function title(view, key) {
  return view.stages.find((step) => step.key === key)?.title ?? '';
}

export function capital(text) {
  return text[0].toUpperCase() + text.slice(1);
}

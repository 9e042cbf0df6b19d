// The words for each kind of contribution. Pure.

const WORDS = {
  question: { label: 'Your question', note: 'Note a question', many: 'send questions', list: 'Questions' },
  suggestion: { label: 'Your suggestion', note: 'Note a suggestion', many: 'send suggestions', list: 'Offered so far' },
  reflection: { label: 'Your reflection', note: 'Note a reflection', many: 'send reflections', list: 'Reflections so far' },
  outcome: { label: 'An outcome', note: 'Add an outcome', many: 'send outcomes', list: 'Outcomes' },
  learning_use: { label: 'How you will use it', note: 'Note how somebody will use it', many: 'write down how you will use the learning', list: 'How it will be used' },
  worked_well: { label: 'What worked well' },
  key_learning: { label: 'Key learning' },
  next_step: { label: 'Next step' },
  issue: { label: 'Issue' },
};

export const KINDS = Object.keys(WORDS);

// The label of the field. Whoever notes what others say reads it so.
export function labelOf(kind, noting) {
  return (noting && WORDS[kind].note) || WORDS[kind].label;
}

export function listOf(kind) {
  return WORDS[kind].list ?? WORDS[kind].label;
}

export function manyOf(kind) {
  return WORDS[kind].many ?? 'send your words';
}

export function nameOf(kind) {
  return WORDS[kind].label;
}

// What may be sent: the same rules as app/circle/text.py, so that nothing comes back for its form. What
// cannot be seen and does harm is taken out here; the server refuses it. Pure.

export const LONGEST = 500;
const NEAR_THE_END = 100;

// Control characters, bidi overrides and isolates, and code points that no document may hold. With the u
// flag the surrogates here are lone ones only.
const HARMFUL = new RegExp(
  '[\\u{0}-\\u{9}\\u{b}-\\u{1f}\\u{7f}-\\u{9f}\\u{202a}-\\u{202e}\\u{2066}-\\u{2069}\\u{d800}-\\u{dfff}'
  + '\\u{fdd0}-\\u{fdef}\\u{feff}\\u{fff9}-\\u{fffb}\\u{fffe}\\u{ffff}\\u{1fffe}\\u{1ffff}\\u{2fffe}\\u{2ffff}'
  + '\\u{e0000}-\\u{e001f}\\u{10fffe}\\u{10ffff}]', 'gu');

export function clean(text) {
  const lines = text.replace(/\r\n?|\u2028|\u2029/g, '\n').replace(/\t/g, ' ');
  return lines.replace(HARMFUL, '').normalize('NFC').trim();
}

// As a person counts them: code points, not UTF-16 units.
export function length(text) {
  return [...text].length;
}

// Why the words cannot be sent as they are, or an empty string.
export function problem(text, longest = LONGEST) {
  const over = length(clean(text)) - longest;
  if (over > 0) return `This is ${over} ${over === 1 ? 'character' : 'characters'} too long. Nothing is lost: make it shorter.`;
  return clean(text) ? '' : 'Write something first.';
}

// What a quiet counter says: nothing until the end is near.
export function room(text, longest = LONGEST) {
  const left = longest - length(clean(text));
  if (left < 0) return problem(text, longest);
  if (left > NEAR_THE_END) return '';
  return left === 1 ? '1 character left' : `${left} characters left`;
}

// Words that often begin a sentence: with these, two capitals in a row are no full name.
const BEGINNERS = new Set(`a after agree all also and arrange ask at before begin book bring build call can check consider
could did do does first focus find get give has have help how i if in introduce invite involve is keep let look make maybe
meet more mr mrs ms next no offer on one our perhaps plan please put read review say see send set share should show speak start
stop take talk tell thank thanks that the their then they this to try use visit was we were what when where which who why will
with work would write yes you your`.split(/\s+/));
const USUAL = new Set(`child children court early education family foster health help local mental panel plan protection
review safe school service services signs social solution success team worker youth circle conference group support
january february march april may june july august september october november december monday tuesday wednesday thursday
friday saturday sunday`.split(/\s+/));

const LOOKS = [
  [/(?<!\d)\d{3}[ -]?\d{3}[ -]?\d{4}(?!\d)/, 'an NHS or phone number'],
  [/(?<!\d)(?:\+44|0)[ -]?\d(?:[ -]?\d){7,9}(?!\d)/, 'a phone number'],
  [/(?<!\d)\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})(?!\d)/, 'a date of birth'],
  [/\b\d{1,2}(?:st|nd|rd|th)? (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]* (?:19|20)\d\d\b/i, 'a date of birth'],
  [/\b[a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2}\b/i, 'a postcode'],
];

// A gentle hint where words look as if they named somebody. It never stops anything.
export function hint(text) {
  const found = LOOKS.find(([looks]) => looks.test(text));
  if (found) return `This looks like ${found[1]}. Can you say it without?`;
  return namesSomebody(text) ? 'This looks like a full name. Can you say it without?' : '';
}

function namesSomebody(text) {
  const pair = /(?<![\p{L}'’-])(\p{Lu}[\p{Ll}'’-]+)(?= (\p{Lu}[\p{L}'’-]+))/gu;
  for (const [, first, second] of text.matchAll(pair)) {
    if (!BEGINNERS.has(first.toLowerCase()) && !USUAL.has(first.toLowerCase()) && !USUAL.has(second.toLowerCase())) return true;
  }
  return false;
}

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

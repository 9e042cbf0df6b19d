// Where words look as if they named somebody. The same steps as app/records/hints.py, where they are explained,
// by the same words; both answer alike the cases of tests/hints.json. A hint never stops anything. Pure.

import { WORDS } from './hint-words.js';

const fill = (source) => source.replaceAll('{month}', WORDS.month).replaceAll('{letter}', WORDS.letter);
// A pattern that ends where a word or number ends; where it begins is looked at in found().
const whole = (source, flags = 'giu') => new RegExp(`(?:${fill(source)})(?![0-9${WORDS.letter}])`, flags);
const setOf = (words) => new Set(words.split(' '));

const ORDINARY = setOf(`${WORDS.ordinary} ${WORDS.places} ${WORDS.titles}`);
const [NAMES, EITHER, TITLES, PLACES, ARTICLES] = [WORDS.names, WORDS.either, WORDS.titles, WORDS.places, WORDS.articles].map(setOf);
const FAMILY = new RegExp(WORDS.family);
const DATES = WORDS.dates.map(([order, source]) => [order, whole(source)]);
const ANY_DATE = WORDS.dates.map(([, source]) => source.replace(/\((?!\?)/g, '(?:')).join('|');
const NUMBERS = [
  ['nhs_number', whole(WORDS.nhs), isNhsNumber], ['phone_number', whole(WORDS.phone)],
  ...WORDS.postcodes.map((source) => ['postcode', whole(source, 'gu')]), ...WORDS.systems.map((source) => ['system_number', whole(source)]),
];
const [BIRTH, NOT_CASE, CASE] = [WORDS.birth.replaceAll('{date}', ANY_DATE), WORDS.not_case, WORDS.case].map((source) => whole(source));
const WORD = new RegExp(fill(WORDS.word), 'gu');
const JOINED = new RegExp(`[0-9£${WORDS.letter}]`, 'u');
const BEYOND_STEM = new RegExp(WORDS.ends, 'u');
const SCOTS_OR_IRISH = /^(?:Ma?c[A-Z]|[DO]['’])/;
const [SPACE, MIDDLE] = [/^[ \u00a0]$/, /^[ \u00a0&+0-9]+$/];

function* found(pattern, text) {
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    if (match.index === 0 || !JOINED.test(text[match.index - 1])) yield match;
    else pattern.lastIndex = match.index + 1;
  }
}

// [{start, end, kind, phrase}], in order. `today` is [year, month, day]; `present`: the names of those who take
// part; `learning`: whether the words go into the Record of Learning.
export function hints(text, { today = null, present = [], learning = false } = {}) {
  const marks = [];
  const add = (kind, start, end) => {
    if (marks.every((mark) => end <= mark.start || start >= mark.end)) marks.push({ start, end, kind, phrase: text.slice(start, end) });
  };
  const addAll = (kind, pattern, counts = () => true) => {
    for (const match of found(pattern, text)) if (counts(match[0])) add(kind, match.index, match.index + match[0].length);
  };
  addAll('date_of_birth', BIRTH);
  for (const [order, pattern] of DATES) {
    for (const match of found(pattern, text)) {
      add(today && longAgo(order, match, today) ? 'date_of_birth' : '', match.index, match.index + match[0].length);
    }
  }
  for (const number of NUMBERS) addAll(...number);
  const here = setOf(present.join(' ').toLowerCase());
  let at = 0;
  for (const line of text.split('\n')) {
    for (const [start, end] of names(line, here)) add('name', at + start, at + end);
    at += line.length + 1;
  }
  if (learning) {
    addAll('', NOT_CASE);
    addAll('case', CASE);
  }
  return marks.filter(({ kind }) => kind).sort((one, other) => one.start - other.start);
}

function longAgo(order, match, [thisYear, thisMonth, thisDay]) {
  const [year, month, day] = ['y', 'm', 'd'].map((part) => match[order.indexOf(part) + 1]);
  const named = 'janfebmaraprmayjunjulaugsepoctnovdec'.indexOf(month.slice(0, 3).toLowerCase()) / 3 + 1;
  const full = Number(year) + (year.length > 2 ? 0 : Number(year) + 2000 > thisYear + 10 ? 1900 : 2000);
  const months = full * 12 + (Number(month) || named) - (thisYear * 12 + thisMonth - 6);
  return months < 0 || (months === 0 && Number(day) < thisDay);
}

function isNhsNumber(phrase) {
  const digits = [...phrase].filter((sign) => /[0-9]/.test(sign)).map(Number);
  return digits.reduce((sum, digit, place) => sum + digit * (10 - place || 1), 0) % 11 === 0;
}

function names(line, here) {
  const tokens = tokensOf(line);
  const spans = [];
  tokens.forEach((token, place) => {
    const before = tokens[place - 1];
    const titled = SPACE.test(token.gap.replace('.', '')) && isTitle(before);
    const last = SPACE.test(token.gap) && spans.at(-1)?.[1] === before?.end ? spans.at(-1) : null;
    if (last && token.capital && token.base.length === 1 && token.low !== 'i') last[1] = token.end;
    if (!isName(tokens, place, titled) || here.has(token.low)) return;
    if (last) last[1] = token.end;
    else spans.push([titled ? before.start : token.start, token.end]);
  });
  return spans;
}

function tokensOf(line) {
  const tokens = [...line.matchAll(WORD)].map(({ 0: word, index: start }) => {
    const text = word.replace(/['’]s$/i, '');
    const [base] = text.split('-');
    const capital = base[0] !== base[0].toLowerCase();
    return { text, base, start, end: start + text.length, low: base.toLowerCase(), capital, shout: base.length > 1 && base === base.toUpperCase() };
  });
  const long = tokens.slice(1).filter(({ text }) => text.length > 3);
  const everywhere = long.length > 3 && long.filter(({ capital }) => capital).length > long.length * 0.9;
  const loud = tokens.length > 1 && tokens.filter(({ shout }) => shout).length > tokens.length * 0.7;
  tokens.forEach((token, place) => {
    const gap = place ? line.slice(tokens[place - 1].end, token.start).replace(/^['’]s/i, '') : '';
    Object.assign(token, { gap, loud, middle: MIDDLE.test(gap) && !everywhere && !loud });
  });
  return tokens;
}

function isTitle(token) {
  return Boolean(token?.capital) && token.shout === token.loud && TITLES.has(token.low);
}

function isName(tokens, place, titled) {
  const token = tokens[place];
  if (!token.capital || token.base.length < 2 || token.shout !== token.loud) return false;
  if (titled) return !ordinary(token);
  if (belongsToPlace(tokens, place)) return false;
  if (NAMES.has(token.low)) return true;
  return token.middle && (EITHER.has(token.low) || !ordinary(token)) && !besideTerm(tokens, place) && !isThing(tokens, place);
}

function ordinary({ low, base, text }) {
  if (ORDINARY.has(low)) return true;
  if (NAMES.has(low) || EITHER.has(low)) return false;
  if (/['’]|[a-z][A-Z]/.test(text)) return !SCOTS_OR_IRISH.test(text);
  if (low.length > 5 && BEYOND_STEM.test(low)) return true;
  return WORDS.stems.some(([end, instead]) => low.endsWith(end) && low.length > end.length + 2 && ORDINARY.has(low.slice(0, -end.length) + instead));
}

function belongsToPlace(tokens, place) {
  if (/^(?:st|saint)s?$/.test(tokens[place - 1]?.low)) return true;
  const next = tokens.slice(place + 1, place + 4);
  const stop = next.findIndex(({ gap, capital }) => gap.trim() || !capital);
  return next.slice(0, stop < 0 ? 3 : stop).some(({ low }) => PLACES.has(low) || PLACES.has(low.replace(/s$/, '')));
}

function isThing(tokens, place) {
  let first = place;
  while (tokens[first].capital && first > 0 && SPACE.test(tokens[first].gap)) first -= 1;
  return ARTICLES.has(tokens[first].text.toLowerCase()) && !FAMILY.test(tokens[place + 1]?.low);
}

function besideTerm(tokens, place) {
  const term = (token) => Boolean(token?.capital) && token.base.length > 1 && !TITLES.has(token.low) && ordinary(token);
  return term(tokens[place + 1]) || (Boolean(tokens[place - 1]?.middle) && term(tokens[place - 1]));
}

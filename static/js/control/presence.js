// Which devices are connected, and when one was last seen. It helps somebody whose phone fell asleep; it judges
// nobody: no colours, no counts of who is missing.

import { say, show } from '../lib/dom.js';

const EVERY_MS = 10_000;
const MINUTE_MS = 60_000;

export function seenWords(one, now) {
  if (!one) return '';
  if (one.connected) return 'connected';
  if (one.seen === null || one.seen === undefined) return 'phone not seen yet';
  const minutes = Math.floor((now - one.seen) / MINUTE_MS);
  if (minutes < 1) return 'last seen a moment ago';
  if (minutes < 60) return `last seen ${minutes} ${minutes === 1 ? 'minute' : 'minutes'} ago`;
  return 'last seen more than an hour ago';
}

export function screenWords(number) {
  if (!number) return 'No shared screen is open.';
  return `The shared screen is open in ${number} ${number === 1 ? 'window' : 'windows'}.`;
}

export function presence(page) {
  let seats = '';
  let asking = false;

  function draw(view) {
    const now = view.people.map((one) => one.seat).join();
    if (now === seats) return;
    seats = now;
    look();
  }

  async function look() {
    if (asking || !page.view || document.visibilityState !== 'visible' || page.view.stage.state === 'closed') return;
    asking = true;
    // Where there is no line just now, what is said stays as it was, and is asked for again in a while.
    const answer = await page.question('presence').catch(() => null);
    asking = false;
    if (answer?.ok) take(answer);
  }

  function take(answer) {
    for (const place of document.querySelectorAll('[data-presence]')) {
      const one = answer.seats[place.dataset.presence];
      say(place, place.dataset.phone ? seenWords(one ?? { seen: null }, answer.server_now) : '');
    }
    say(page.at('screens'), screenWords(answer.screens));
    show(page.at('screens'), true);
  }

  setInterval(look, EVERY_MS);
  document.addEventListener('visibilitychange', look);
  return { draw };
}

// The screen's token comes in the address's fragment, which no server log sees. It leaves the address at
// once, so that it is not in a shared window's address line, and is kept for reloads of this window.

import { keep, kept } from '../lib/storage.js';

export function takeToken(circle) {
  const key = `screen-${circle}`;
  const given = window.location.hash.slice(1);
  if (!given) return kept(key);
  keep(key, given);
  window.history.replaceState(null, '', window.location.pathname);
  return given;
}

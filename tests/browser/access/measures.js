// Measurements in a page, for tests. Each gives sentences about what is wrong; none when all is well.
window.measures = (() => {
  const WCAG = 24;
  const INTERACTIVE = 'a[href], button, input:not([type="hidden"]), select, textarea, summary, [role="button"], [tabindex="0"]';

  function named(node) {
    const words = (node.getAttribute('aria-label') || node.innerText || node.value || '').trim().replace(/\s+/g, ' ');
    const id = node.id ? `#${node.id}` : node.className && typeof node.className === 'string' ? `.${node.className.split(' ').at(-1)}` : '';
    return `${node.tagName.toLowerCase()}${id} “${words.slice(0, 40)}”`;
  }

  // What is there for screen readers only is not looked at.
  function seen(node) {
    if (!node.checkVisibility({ opacityProperty: false, visibilityProperty: true })) return false;
    const box = node.getBoundingClientRect();
    if (box.width <= 1 || box.height <= 1) return false;
    for (let at = node; at && at !== document.body; at = at.parentElement) {
      const style = getComputedStyle(at);
      if (style.clipPath.startsWith('inset(50%') || style.clip === 'rect(0px, 0px, 0px, 0px)' || style.clip === 'rect(1px, 1px, 1px, 1px)') return false;
      const frame = at.getBoundingClientRect();
      if (style.position === 'absolute' && frame.width <= 1) return false;
    }
    return true;
  }

  const all = (selector) => [...document.querySelectorAll(selector)].filter(seen);

  // Words that stand in the element itself.
  const hasWords = (node) => [...node.childNodes].some((each) => each.nodeType === 3 && each.data.trim());

  // Nothing is cut off, nothing has to be moved sideways. `whole`: nor downwards, as on a wall.
  function cut(whole) {
    const faults = [];
    const page = document.documentElement;
    if (page.scrollWidth > innerWidth) faults.push(`the page is ${page.scrollWidth} wide in a window of ${innerWidth}`);
    if (whole && page.scrollHeight > innerHeight) faults.push(`the page is ${page.scrollHeight} high in a window of ${innerHeight}`);
    for (const node of all('body *')) {
      if (node.closest('svg') || node.localName === 'option') continue;
      const style = getComputedStyle(node);
      const box = node.getBoundingClientRect();
      if ((hasWords(node) || node.matches(INTERACTIVE)) && (box.left < -1 || box.right > innerWidth + 1)) faults.push(`${named(node)} reaches from ${Math.round(box.left)} to ${Math.round(box.right)}`);
      const field = node.matches('input, textarea, select');
      const hides = (overflow) => overflow !== 'visible';
      if (!field && hides(style.overflowX) && node.scrollWidth > node.clientWidth + 1) faults.push(`${named(node)} is cut off at the side: ${node.scrollWidth} in ${node.clientWidth}`);
      if (!field && (style.overflowY === 'hidden' || style.overflowY === 'clip') && node.scrollHeight > node.clientHeight + 2) faults.push(`${named(node)} is cut off below: ${node.scrollHeight} in ${node.clientHeight}`);
    }
    return faults;
  }

  // A link within a sentence is as high as its line (WCAG 2.5.8, “Inline”).
  function inSentence(node) {
    if (node.localName !== 'a' || !getComputedStyle(node).display.startsWith('inline')) return false;
    const around = node.closest('p, li, dd, td');
    return Boolean(around) && around.innerText.trim().length > node.innerText.trim().length + 3;
  }

  // What is pressed: the field and, with it, its label.
  function ground(node) {
    const box = node.getBoundingClientRect();
    let { left, right, top, bottom } = box;
    const label = node.matches('input[type="radio"], input[type="checkbox"]') ? node.labels?.[0] : null;
    if (label && seen(label)) {
      const more = label.getBoundingClientRect();
      [left, right] = [Math.min(left, more.left), Math.max(right, more.right)];
      [top, bottom] = [Math.min(top, more.top), Math.max(bottom, more.bottom)];
    }
    return { left, right, top, bottom, width: right - left, height: bottom - top };
  }

  const tooSmall = (box, least) => box.width < least - 0.5 || box.height < least - 0.5;

  // Whether a circle of 24 pixels around a small target meets another one, or its circle (WCAG 2.5.8, “Spacing”).
  function close(box, near) {
    const [x, y] = [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
    const [atX, atY] = tooSmall(near, WCAG) ? [(near.left + near.right) / 2, (near.top + near.bottom) / 2]
      : [Math.min(Math.max(x, near.left), near.right), Math.min(Math.max(y, near.top), near.bottom)];
    return Math.hypot(x - atX, y - atY) < (tooSmall(near, WCAG) ? WCAG : WCAG / 2);
  }

  function small(least) {
    const targets = all(INTERACTIVE).filter((node) => !node.disabled).map((node) => [node, ground(node)]);
    return targets
      .filter(([node, box]) => !inSentence(node) && tooSmall(box, least))
      .filter(([node, box]) => least > WCAG || targets.some(([other, near]) => other !== node && close(box, near)))
      .map(([node, box]) => `${named(node)} is ${Math.round(box.width)} × ${Math.round(box.height)}`);
  }

  // How an element looks, with whatever may show its focus for it.
  function look(node) {
    const near = [node, node.parentElement, node.nextElementSibling, node.firstElementChild, node.labels?.[0]].filter(Boolean);
    return near.flatMap((each) => ['', '::before', '::after'].map((part) => {
      const style = getComputedStyle(each, part || null);
      const clear = /rgba\(.*, 0\)|transparent/.test(style.outlineColor);
      const outline = style.outlineStyle === 'none' || clear || style.outlineWidth === '0px' ? 'none' : `${style.outlineStyle} ${style.outlineWidth} ${style.outlineColor}`;
      return [outline, style.boxShadow, style.borderColor, style.borderWidth, style.backgroundColor].join(' ');
    })).join(' | ');
  }

  function uncovered(node) {
    const box = node.getClientRects()[0] ?? node.getBoundingClientRect();
    const places = [[0.5, 0.5], [0.1, 0.5], [0.9, 0.5], [0.5, 0.15], [0.5, 0.85]];
    return places.some(([x, y]) => {
      const hit = document.elementFromPoint(box.left + box.width * x, box.top + box.height * y);
      return hit && (node.contains(hit) || [...(node.labels ?? [])].some((label) => label.contains(hit)));
    });
  }

  let last = null;

  // What has the focus now: whether that can be seen. Nothing, when the focus left the page.
  function focused() {
    const node = document.activeElement;
    if (!node || node === document.body || node === document.documentElement) return null;
    const faults = [];
    // The parts of a date are stops of one field, and show their own focus.
    const part = node === last && node.type === 'date';
    if (!part) {
      const now = look(node);
      const kept = node.dataset.measuredAs;
      if (kept === now) faults.push(`${named(node)} looks the same with the focus`);
      if (!uncovered(node)) faults.push(`${named(node)} has the focus and is not in view`);
    }
    const again = 'stop' in node.dataset && !part;
    if (again && node.dataset.stop !== 'first') faults.push(`${named(node)} has the focus again before the page begins anew`);
    if (!again) node.dataset.stop = last ? 'later' : 'first';
    last = node;
    return { faults, again };
  }

  // How everything looks while nothing has the focus.
  function remember() {
    document.activeElement?.blur();
    last = null;
    for (const node of document.querySelectorAll(`${INTERACTIVE}, [tabindex]`)) {
      delete node.dataset.stop;
      node.dataset.measuredAs = look(node);
    }
  }

  // What everything looks like: two that are equal need not be looked at twice.
  function colours() {
    return [...document.querySelectorAll('body, body *')].map((node) => {
      const { color, backgroundColor, backgroundImage, display, visibility, opacity } = getComputedStyle(node);
      return [color, backgroundColor, backgroundImage, display, visibility, opacity].join();
    }).join(';');
  }

  return { cut, small, focused, remember, colours };
})();

// A view brought up to date by what the server says has changed (docs/protocol.md, "changed").

export function changed(view, { contributions, gone, own, own_gone: ownGone, ...sections }) {
  return {
    ...view,
    contributions: merged(view.contributions, contributions, gone),
    mine: merged(view.mine, own, ownGone),
    ...sections,
  };
}

// What is gone is left out, what is known stays in its place, what is new comes at the end.
function merged(list, come = [], gone = []) {
  const kept = list.filter((item) => !gone.includes(item.id));
  for (const item of come) {
    const place = kept.findIndex((other) => other.id === item.id);
    if (place < 0) kept.push(item);
    else kept[place] = item;
  }
  return kept;
}

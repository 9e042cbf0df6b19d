// Where cards go: pure arithmetic over measured heights, so that no two can ever overlap.

// A column is wide enough for some fourteen words of speech on two or three lines, and there are at most four.
const NARROWEST_EM = 14.5;
const MOST_COLUMNS = 4;

export function columnsFor(width, em, gap) {
  const fitting = Math.floor((width + gap) / (NARROWEST_EM * em + gap));
  return Math.min(MOST_COLUMNS, Math.max(1, fitting));
}

// Each card goes to the column that is shortest so far. A card's place depends only on those before it,
// so nothing moves when another one arrives. What does not fit begins a new page.
export function pack(heights, columns, gap, height) {
  let page = 0;
  let ends = Array(columns).fill(0);
  let overflows = false;
  const spots = heights.map((each) => {
    let column = shortest(ends);
    if (ends[column] > 0 && ends[column] + each > height) {
      page += 1;
      ends = Array(columns).fill(0);
      column = 0;
    }
    const top = ends[column];
    if (top + each > height) overflows = true;
    ends[column] = top + each + gap;
    return { page, column, top };
  });
  return { spots, pages: page + 1, fits: page === 0 && !overflows };
}

// The leftmost of those that are shortest to within a hair: heights are measured and may differ by rounding.
function shortest(ends) {
  const least = Math.min(...ends);
  return ends.findIndex((end) => end <= least + 1);
}

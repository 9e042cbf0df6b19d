// Where cards go: pure arithmetic over measured heights, so that no two can ever overlap.

// A column is wide enough for some fourteen words of speech on two or three lines, and there are at most five.
const NARROWEST_EM = 14.5;
export const MOST_COLUMNS = 5;

export function columnsFor(width, em, gap) {
  const fitting = Math.floor((width + gap) / (NARROWEST_EM * em + gap));
  return Math.min(MOST_COLUMNS, Math.max(1, fitting));
}

// Each card goes to the column that is shortest so far, and stays in it (`kept`: its column from before) even
// when one above it grows. So nothing moves when another one arrives.
export function pack(heights, columns, gap, kept = []) {
  const ends = Array(columns).fill(0);
  const spots = heights.map((each, i) => {
    const column = kept[i] < columns ? kept[i] : shortest(ends);
    const top = ends[column];
    ends[column] = top + each + gap;
    return { page: 0, column, top };
  });
  return { spots, pages: 1, height: Math.max(...ends) - gap };
}

// The same over several pages: what does not fit in the shortest column begins a new one.
export function packPages(heights, columns, gap, height) {
  let page = 0;
  let ends = Array(columns).fill(0);
  const spots = heights.map((each) => {
    let column = shortest(ends);
    if (ends[column] > 0 && ends[column] + each > height) {
      page += 1;
      ends = Array(columns).fill(0);
      column = 0;
    }
    const top = ends[column];
    ends[column] = top + each + gap;
    return { page, column, top };
  });
  return { spots, pages: page + 1 };
}

// The leftmost of those that are shortest to within a hair: heights are measured and may differ by rounding.
function shortest(ends) {
  const least = Math.min(...ends);
  return ends.findIndex((end) => end <= least + 1);
}

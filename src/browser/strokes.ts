/** Strokes of a drawn signature: points on a field of 1000 × 400, as few as keep its shape. */
export type Point = readonly [x: number, y: number]
export type Stroke = readonly Point[]

export const FIELD_WIDTH = 1000
export const FIELD_HEIGHT = 400
/** Closer than this to the last point, a point adds nothing to see. */
const NEAREST = 4

/** What the server takes of one signature. 4000 points are less than 48 kB as JSON. */
const MOST_STROKES = 200
const MOST_POINTS = 4000
const MOST_POINTS_OF_STROKE = 2000
/** How far from the drawn line the kept one may run. The first is far less than the pen is wide; the others are for scribbles. */
const TOLERANCES = [1, 3, 9, 27]

/** A place on the canvas as a point of the field, never outside it. */
export function toField(x: number, y: number, width: number, height: number): Point {
  const within = (value: number, most: number): number => Math.round(Math.min(most, Math.max(0, value)))
  return [within((x / width) * FIELD_WIDTH, FIELD_WIDTH), within((y / height) * FIELD_HEIGHT, FIELD_HEIGHT)]
}

/** Adds a point unless it is as good as the last one. */
export function extend(stroke: Stroke, point: Point): Stroke {
  const last = stroke[stroke.length - 1]
  return last && Math.hypot(last[0] - point[0], last[1] - point[1]) < NEAREST ? stroke : [...stroke, point]
}

/** What the form carries: the same shape with fewer points, and never more than the server takes. A stroke of one point is a dot. */
export function settled(strokes: readonly Stroke[]): readonly Stroke[] {
  const drawn = strokes.filter(({ length }) => length > 0).slice(0, MOST_STROKES)
  for (const tolerance of TOLERANCES) {
    const kept = drawn.map((stroke) => simplify(stroke, tolerance))
    if (fits(kept)) return kept
  }
  const share = Math.min(MOST_POINTS_OF_STROKE, Math.floor(MOST_POINTS / drawn.length))
  return drawn.map((stroke) => stroke.slice(0, share))
}

const fits = (strokes: readonly Stroke[]): boolean =>
  strokes.every(({ length }) => length <= MOST_POINTS_OF_STROKE) &&
  strokes.reduce((sum, { length }) => sum + length, 0) <= MOST_POINTS

/** Keeps the ends, and of what lies between only points further than `tolerance` from the line of those kept (Douglas and Peucker). */
function simplify(stroke: Stroke, tolerance: number): Stroke {
  const kept = new Set([0, stroke.length - 1])
  const spans: [from: number, to: number][] = [[0, stroke.length - 1]]
  for (let span = spans.pop(); span; span = spans.pop()) {
    const [from, to] = span
    let [furthest, distance] = [-1, tolerance]
    for (let i = from + 1; i < to; i += 1) {
      const away = distanceTo(stroke[i], stroke[from], stroke[to])
      if (away > distance) [furthest, distance] = [i, away]
    }
    if (furthest < 0) continue
    kept.add(furthest)
    spans.push([from, furthest], [furthest, to])
  }
  return stroke.filter((_, i) => kept.has(i))
}

/** From a point to the stretch between two others. */
function distanceTo(point: Point = [0, 0], [ax, ay]: Point = [0, 0], [bx, by]: Point = [0, 0]): number {
  const [x, y] = point
  const [dx, dy] = [bx - ax, by - ay]
  const lengthSquared = dx * dx + dy * dy
  const along = lengthSquared === 0 ? 0 : Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / lengthSquared))
  return Math.hypot(x - ax - along * dx, y - ay - along * dy)
}

/** Strokes of a drawn signature: points on a field of 1000 × 400, as few as keep its shape. */
export type Point = readonly [x: number, y: number]
export type Stroke = readonly Point[]

export const FIELD_WIDTH = 1000
export const FIELD_HEIGHT = 400
/** What one form may carry. */
const MOST_POINTS = 3000
const NEAREST = 4

/** A place on the canvas as a point of the field, never outside it. */
export function toField(x: number, y: number, width: number, height: number): Point {
  const within = (value: number, most: number): number => Math.round(Math.min(most, Math.max(0, value)))
  return [within((x / width) * FIELD_WIDTH, FIELD_WIDTH), within((y / height) * FIELD_HEIGHT, FIELD_HEIGHT)]
}

/** Adds a point unless it is as good as the last one. */
export function extend(stroke: Stroke, point: Point): Stroke {
  const last = stroke.at(-1)
  return last && Math.hypot(last[0] - point[0], last[1] - point[1]) < NEAREST ? stroke : [...stroke, point]
}

/** Drops strokes that are a mere touch, and points past what a form may carry. */
export function settled(strokes: readonly Stroke[]): readonly Stroke[] {
  let left = MOST_POINTS
  return strokes.flatMap((stroke) => {
    const kept = stroke.slice(0, left)
    left -= kept.length
    return kept.length > 1 ? [kept] : []
  })
}

/** A drawn signature as an SVG image. Only numbers reach the markup, so nothing can be smuggled into it. */
import type { StrokePoint } from './model.ts'

export const SIGNATURE_WIDTH = 1000
export const SIGNATURE_HEIGHT = 400

const within = (value: number, limit: number): number =>
  Number.isFinite(value) ? Math.min(limit, Math.max(0, Math.round(value))) : 0

const command = ([x, y]: StrokePoint, index: number): string =>
  `${index === 0 ? 'M' : 'L'}${within(x, SIGNATURE_WIDTH)} ${within(y, SIGNATURE_HEIGHT)}`

/** Points outside the field move to its edge. A stroke of one point is a dot. */
export function signatureSvg(strokes: readonly (readonly StrokePoint[])[]): string {
  const path = strokes
    .filter((stroke) => stroke.length > 0)
    .map((stroke) => stroke.map(command).join('') + (stroke.length === 1 ? 'h1' : ''))
    .join('')
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${SIGNATURE_WIDTH} ${SIGNATURE_HEIGHT}">` +
    `<path d="${path}" fill="none" stroke="#000" stroke-width="14" stroke-linecap="round" stroke-linejoin="round"/></svg>`
  )
}

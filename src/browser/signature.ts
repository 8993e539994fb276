/** Draws a signature with finger, pen or mouse. Signing with the name stays possible, and is what the keyboard does. */
import { define } from './element.ts'
import { FIELD_HEIGHT, FIELD_WIDTH, type Stroke, extend, settled, toField } from './strokes.ts'

class Signature extends HTMLElement {
  #strokes: readonly Stroke[] = []

  connectedCallback(): void {
    const canvas = this.querySelector('canvas')
    const pad = this.querySelector<HTMLElement>('[data-pad]')
    const typed = this.querySelector<HTMLElement>('[data-typed]')
    const switcher = this.querySelector<HTMLButtonElement>('[data-switch]')
    const kind = this.querySelector<HTMLInputElement>('[name=signatureKind]')
    const strokes = this.querySelector<HTMLInputElement>('[name=signatureStrokes]')
    const pen = canvas?.getContext('2d')
    if (!canvas || !pad || !typed || !switcher || !kind || !strokes || !pen) return
    canvas.width = FIELD_WIDTH
    canvas.height = FIELD_HEIGHT

    const paint = (): void => {
      pen.clearRect(0, 0, FIELD_WIDTH, FIELD_HEIGHT)
      pen.lineWidth = 7
      pen.lineCap = 'round'
      pen.lineJoin = 'round'
      pen.strokeStyle = '#1a1a1a'
      for (const stroke of this.#strokes) {
        pen.beginPath()
        for (const [x, y] of stroke) pen.lineTo(x, y)
        const [dot] = stroke
        // A line without length is not drawn, and 点 is a stroke too.
        if (dot && stroke.length === 1) pen.lineTo(dot[0] + 1, dot[1])
        pen.stroke()
      }
    }
    const settle = (): void => {
      paint()
      strokes.value = JSON.stringify(settled(this.#strokes))
    }
    const show = (drawn: boolean): void => {
      kind.value = drawn ? 'drawn' : 'typed'
      pad.hidden = !drawn
      typed.hidden = drawn
      switcher.textContent = (drawn ? this.dataset.typeText : this.dataset.drawText) ?? ''
    }

    switcher.hidden = false
    switcher.addEventListener('click', () => show(kind.value !== 'drawn'))
    this.querySelector('[data-clear]')?.addEventListener('click', () => {
      this.#strokes = []
      settle()
    })
    const pointOf = (event: PointerEvent) => {
      const box = canvas.getBoundingClientRect()
      return toField(event.clientX - box.left, event.clientY - box.top, box.width, box.height)
    }
    canvas.addEventListener('pointerdown', (event) => {
      event.preventDefault()
      canvas.setPointerCapture(event.pointerId)
      this.#strokes = [...this.#strokes, [pointOf(event)]]
    })
    canvas.addEventListener('pointermove', (event) => {
      const last = this.#strokes[this.#strokes.length - 1]
      if (!canvas.hasPointerCapture(event.pointerId) || !last) return
      this.#strokes = [...this.#strokes.slice(0, -1), extend(last, pointOf(event))]
      paint()
    })
    canvas.addEventListener('pointerup', settle)
    // The system took the pointer away, say for a call: what was drawn so far counts.
    canvas.addEventListener('pointercancel', settle)

    try {
      this.#strokes = JSON.parse(strokes.value || '[]') as Stroke[]
    } catch {
      this.#strokes = []
    }
    settle()
    show(kind.value === 'drawn')
  }
}

define('lh-signature', Signature)

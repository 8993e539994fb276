/** Who looks at the page and when, faintly over all of it, on screen and on paper (R37). Not read aloud, never in the way of a click. */
const REPETITIONS = 60

export const Watermark = ({ text }: { readonly text: string }) => (
  <div class="lh-watermark" aria-hidden="true">
    {Array.from({ length: REPETITIONS }, (_, i) => (
      <span key={i}>{text}</span>
    ))}
  </div>
)

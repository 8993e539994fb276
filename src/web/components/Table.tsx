/** Rows that are compared. */
import type { ComponentChildren } from 'preact'

export type TableProps = {
  /** Said to screen readers; shown above when `captionShown`. */
  readonly caption: string
  readonly captionShown?: boolean
  readonly head: readonly string[]
  /** On a phone each row becomes a block, with the column's name before each cell. */
  readonly rows: readonly (readonly ComponentChildren[])[]
  readonly empty?: string
}

export function Table({ caption, captionShown = false, head, rows, empty }: TableProps) {
  if (rows.length === 0 && empty !== undefined) return <p class="lh-muted">{empty}</p>
  return (
    <table class="lh-table">
      <caption class={captionShown ? 'lh-table__caption' : 'lh-visually-hidden'}>{caption}</caption>
      <thead>
        <tr>
          {head.map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((cells, row) => (
          <tr key={row}>
            {cells.map((cell, column) => (
              <td key={column} data-label={head[column]}>
                {cell}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

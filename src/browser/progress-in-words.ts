/** How far a file has come: 35%（12.3 MB / 35.2 MB）. The percentage is rounded down: 100 % means all of it. */
export function progressInWords(done: number, length: number, english: boolean): string {
  const percent = length === 0 ? 100 : Math.floor((done / length) * 100)
  const sizes = `${megabytes(done)} / ${megabytes(length)}`
  return english ? `${percent}% (${sizes})` : `${percent}%（${sizes}）`
}

const megabytes = (bytes: number): string => `${(bytes / 1024 ** 2).toFixed(1)} MB`

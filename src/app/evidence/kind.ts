/** What a file is, told from its content and never from what the sender says. */
import { extname } from 'node:path'
import { fileTypeFromBuffer } from 'file-type'
import { fromUtf8 } from '../../kit/bytes.ts'

/** Kinds that our own viewer shows; everything else is handed out as a file. */
const viewable =
  /^(image\/(png|jpeg|gif|webp|bmp|avif)|audio\/(mpeg|wav|vnd\.wave|ogg|mp4|x-m4a|aac|flac|webm)|video\/(mp4|webm|ogg|quicktime|3gpp)|application\/pdf)$/

export const isViewable = (mediaType: string): boolean => viewable.test(mediaType)

/** The media type by the leading bytes; plain text only where the bytes are text; else `application/octet-stream`. */
export async function kindOf(firstBytes: Uint8Array, name: string): Promise<string> {
  const detected = await fileTypeFromBuffer(firstBytes)
  if (detected) return detected.mime
  try {
    const sample = fromUtf8(firstBytes.subarray(0, 4096 - (4096 % 3)))
    if (!sample.includes('\0') && ['.txt', '.csv', '.log', '.md'].includes(extname(name).toLowerCase()))
      return 'text/plain'
  } catch {
    // Not UTF-8: some other file.
  }
  return 'application/octet-stream'
}

/** The written procedure as a paper: sections numbered, texts sanitised, the day written out. Same configuration, same bytes (R36). */
import type { Procedure } from '../../domain/procedure/procedure.ts'
import { chineseDay } from '../../kit/calendar.ts'
import type { Paper } from '../paper.ts'
import { sanitizeLine } from '../sanitize.ts'
import { stripData, type VerificationStrip } from '../verification-strip.ts'

const NUMERALS = '一二三四五六七八九十'

export const writtenProcedure = (
  { bureau, title, asOf, sections, closing }: Procedure,
  strip: VerificationStrip,
): Paper => ({
  template: 'written-procedure',
  data: {
    bureau: sanitizeLine(bureau),
    title,
    asOf,
    date: chineseDay(asOf),
    closing,
    sections: sections.map((section, index) => ({
      heading: `${NUMERALS.charAt(index)}、${section.title}`,
      paragraphs: section.paragraphs.map(sanitizeLine),
      tables: section.tables.map(({ head, rows, widths }) => ({ head, rows, widths })),
    })),
    strip: stripData(strip),
  },
  attachments: [],
})

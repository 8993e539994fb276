/** Evidence of a record: to look at, to fetch as the original, with the digests that it had on arrival and how it was extracted (R22). */
import type { EvidenceItem } from '../../domain/inquiry-record/content.ts'
import { useChrome } from '../chrome.ts'
import { EvidenceFiles } from '../components/EvidenceFiles.tsx'
import { paths } from '../paths.ts'
import { permitsText } from '../permits/text.ts'
import { recordsText } from './text.ts'

export type EvidenceListProps = {
  readonly number: string
  readonly items: readonly EvidenceItem[]
  /** False for who looks by a permit without originals: he sees that there is something, and its digests. */
  readonly opens: boolean
  readonly namesExtractor: boolean
}

export function EvidenceList({ number, items, opens, namesExtractor }: EvidenceListProps) {
  const { language } = useChrome()
  const text = recordsText(language)
  return (
    <EvidenceFiles
      items={items.map((item) => {
        const { extractor, witness, extractedAt, place, source, method, originalCarrier } = item.extraction
        const extraction = [
          namesExtractor ? extractor : '',
          witness,
          extractedAt,
          place,
          source,
          method,
          originalCarrier,
        ].filter(Boolean)
        return {
          ...item,
          more: (
            <p class="lh-links">
              {opens ? (
                <>
                  {' '}
                  <a href={paths.recordEvidenceView(number, item.id)} aria-label={`${text.evidenceOpen} ${item.name}`}>
                    {text.evidenceOpen}
                  </a>{' '}
                  <a href={paths.recordEvidence(number, item.id)} aria-label={`${text.evidenceDownload} ${item.name}`}>
                    {text.evidenceDownload}
                  </a>
                </>
              ) : (
                permitsText(language).evidenceClosed
              )}{' '}
              {extraction.length > 0 && (
                <span class="lh-muted">
                  {text.extraction}：{extraction.join('，')}
                </span>
              )}
            </p>
          ),
        }
      })}
    />
  )
}

/** One piece of evidence in a page of ours: shown by the browser's own means, never as a page of its own, with its digests beside it (R22). */
import type { EvidenceItem } from '../../domain/inquiry-record/content.ts'
import { useText } from '../chrome.ts'
import { ButtonLink } from '../components/Button.tsx'
import { Digests } from '../components/EvidenceFiles.tsx'
import { SummaryList } from '../components/SummaryList.tsx'
import type { Language } from '../language.ts'
import type { PageProps } from '../page.tsx'
import { paths } from '../paths.ts'
import { Title } from './heading.tsx'

export type EvidenceViewProps = {
  readonly number: string
  readonly item: Pick<EvidenceItem, 'id' | 'name' | 'mediaType' | 'sha256' | 'sm3' | 'extraction'>
}

export function EvidenceView({ number, item }: EvidenceViewProps) {
  const { evidence, record } = useText().records
  const rows = Object.entries(item.extraction).filter(([, value]) => value !== '')
  const names: Readonly<{ [key: string]: string }> = evidence
  return (
    <>
      <p>
        <a class="lh-back" href={paths.record(number)}>
          {evidence.back}
        </a>
      </p>
      <Title text={item.name} />
      <Shown number={number} item={item} />
      <p class="lh-body">
        <ButtonLink text={record.download} href={paths.recordEvidence(number, item.id)} kind="secondary" download />
      </p>
      <Digests sha256={item.sha256} sm3={item.sm3} />
      {rows.length > 0 && (
        <>
          <h2 class="lh-heading">{evidence.extraction}</h2>
          <SummaryList rows={rows.map(([key, value]) => ({ key: names[key] ?? key, value }))} />
        </>
      )}
    </>
  )
}

function Shown({ number, item: { id, name, mediaType } }: EvidenceViewProps) {
  const { evidence } = useText().records
  const src = `${paths.recordEvidence(number, id)}?inline=1`
  if (/^image\//.test(mediaType)) return <img class="lh-viewer" src={src} alt={name} />
  if (/^audio\//.test(mediaType)) return <audio class="lh-viewer" src={src} controls preload="metadata" />
  if (/^video\//.test(mediaType)) return <video class="lh-viewer" src={src} controls preload="metadata" />
  if (mediaType === 'application/pdf')
    return (
      <object class="lh-viewer lh-viewer--page" data={src} type="application/pdf" aria-label={name}>
        <p class="lh-body">{evidence.noPreview}</p>
      </object>
    )
  return <p class="lh-body">{evidence.noPreview}</p>
}

/** The tab shows the record's number, not the file's name. */
export const evidenceViewPage = (_language: Language, props: EvidenceViewProps): PageProps => ({
  title: props.number,
  wide: true,
  children: <EvidenceView {...props} />,
})

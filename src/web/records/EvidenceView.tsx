/** One piece of evidence in a viewer of ours: the file is a guest in an element that runs nothing. */
import type { EvidenceItem } from '../../domain/inquiry-record/content.ts'
import { useChrome } from '../chrome.ts'
import { Digests } from '../components/EvidenceFiles.tsx'
import { paths } from '../paths.ts'
import { recordsText } from './text.ts'

export function EvidenceView({ number, item }: { readonly number: string; readonly item: EvidenceItem }) {
  const { language } = useChrome()
  const text = recordsText(language)
  return (
    <>
      <p>
        <a class="lh-back" href={paths.record(number)}>
          {text.back}
        </a>
      </p>
      <h1 class="lh-title">{item.name}</h1>
      <Viewer number={number} item={item} />
      <Digests sha256={item.sha256} sm3={item.sm3} />
      <p>
        <a href={paths.recordEvidence(number, item.id)}>{text.evidenceDownload}</a>
      </p>
    </>
  )
}

function Viewer({ number, item }: { readonly number: string; readonly item: EvidenceItem }) {
  const { language } = useChrome()
  const src = `${paths.recordEvidence(number, item.id)}?inline=1`
  const [group] = item.mediaType.split('/')
  if (group === 'image') return <img class="lh-viewer" src={src} alt={item.name} />
  if (group === 'audio') return <audio class="lh-viewer" src={src} controls preload="metadata" aria-label={item.name} />
  if (group === 'video') return <video class="lh-viewer" src={src} controls preload="metadata" aria-label={item.name} />
  if (item.mediaType === 'application/pdf')
    return <iframe class="lh-viewer lh-viewer--page" src={src} title={item.name} />
  return <p class="lh-inset">{recordsText(language).evidenceNotViewable}</p>
}

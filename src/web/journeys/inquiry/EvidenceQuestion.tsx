/** The page for materials: an upload that works by plain post and better with JavaScript, and what has come in so far (R22). */
import type { VNode } from 'preact'
import type { EvidenceItem } from '../../../domain/inquiry-record/content.ts'
import { Details } from '../../components/Details.tsx'
import { TextInput } from '../../components/TextInput.tsx'
import { Upload } from '../../components/Upload.tsx'
import { textFor } from '../../language.ts'
import { paths } from '../../paths.ts'
import { journeyText } from './text.ts'
import type { JourneyView } from './view.ts'

const extractionFields = [
  'extractor',
  'witness',
  'extractedAt',
  'place',
  'source',
  'method',
  'originalCarrier',
] as const

/** Forms of their own stand beside the journey's form, never inside it: their fields name it by `form`. */
export function EvidenceQuestion({ view }: { view: JourneyView }): VNode {
  const text = journeyText[view.language]
  return (
    <>
      <Upload
        language={view.language}
        uploadUrl={paths.uploads()}
        fallbackAction={paths.draftEvidence(view.draftId)}
        csrf={view.csrf}
        draftId={view.draftId}
      />
      {view.evidence.length === 0 ? (
        <p>{text.evidenceNone}</p>
      ) : (
        <ol class="lh-evidence">
          {view.evidence.map((item) => (
            <EvidenceRow item={item} view={view} />
          ))}
        </ol>
      )}
    </>
  )
}

function EvidenceRow({ item, view }: { item: EvidenceItem; view: JourneyView }): VNode {
  const text = journeyText[view.language]
  return (
    <li class="lh-evidence__item">
      <p class="lh-evidence__name">
        <strong>{item.name}</strong> <span class="lh-hint">{textFor(view.language).fileSize(item.size)}</span>
      </p>
      <p class="lh-digest">SHA-256 {item.sha256}</p>
      <p class="lh-digest">SM3 {item.sm3}</p>
      <Details summary={text.extraction.heading} open={false}>
        <form method="post" action={paths.draftEvidenceExtraction(view.draftId, item.id)}>
          <input type="hidden" name="csrf" value={view.csrf} />
          {extractionFields.map((field) => (
            <TextInput
              name={field}
              id={`${field}-${item.id}`}
              label={text.extraction[field]}
              value={item.extraction[field]}
              width="medium"
              optional
            />
          ))}
          <button type="submit" class="lh-button lh-button--secondary">
            {text.extraction.save}
          </button>
        </form>
      </Details>
      <form method="post" action={paths.draftEvidenceRemove(view.draftId, item.id)} class="lh-inline-form">
        <input type="hidden" name="csrf" value={view.csrf} />
        <button type="submit" class="lh-button lh-button--link" aria-label={`${text.remove} ${item.name}`}>
          {text.remove}
        </button>
      </form>
    </li>
  )
}

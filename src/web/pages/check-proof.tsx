/** Checking a proof file, for anybody. `lh-check-proof` checks in the browser; without scripts the file is posted and forgotten. */
import type { Day } from '../../kit/calendar.ts'
import { useChrome, useText } from '../chrome.ts'
import { Button } from '../components/Button.tsx'
import { ErrorSummary } from '../components/ErrorSummary.tsx'
import { FileInput } from '../components/FileInput.tsx'
import { Form } from '../components/Form.tsx'
import { SummaryList } from '../components/SummaryList.tsx'
import { dayText } from '../format.ts'
import { type Language, textFor } from '../language.ts'
import type { PageProps } from '../page.tsx'
import { paths } from '../paths.ts'
import { Title, useFormErrors } from './heading.tsx'

/** As the check answers: what was proven, or the first thing that is wrong. */
export type ProofVerdict =
  | {
      readonly ok: true
      readonly proven: {
        readonly leafIndex: number
        readonly checkpoint: { readonly origin: string; readonly treeSize: number }
        readonly cosignatures: readonly { readonly name: string }[]
      }
      readonly entry: { readonly kind: string; readonly date?: Day } | null
    }
  | { readonly ok: false; readonly code: string }

export type CheckProofProps = { readonly verdict: ProofVerdict | null; readonly error: 'proofMissing' | null }

export function CheckProof({ verdict, error }: CheckProofProps) {
  const { csrf } = useChrome()
  const { check } = useText()
  const found = useFormErrors(error ? [{ field: 'proof', code: error }] : [])
  return (
    <>
      <ErrorSummary errors={found.all} />
      <Title text={check.title} lead={check.lead} />
      <lh-check-proof
        data-vkey-url={paths.trailVkey()}
        data-holds={check.holds}
        data-holds-body={check.holdsBody}
        data-fails={check.fails}
        data-fails-body={check.failsBody}
        data-failures={JSON.stringify(check.failures)}
        data-other-failure={check.otherFailure}
        data-rows={JSON.stringify([check.origin, check.leafIndex, check.treeSize, check.date])}
      >
        <div data-result="" aria-live="polite">
          {verdict && <Verdict verdict={verdict} />}
        </div>
        <Form action={paths.check()} csrf={csrf} multipart>
          <FileInput
            name="proof"
            label={check.file}
            hint={check.fileHint}
            error={found.at('proof')}
            accept=".tlog-proof,text/plain"
          />
          <Button text={check.submit} />
        </Form>
        <p class="lh-hint lh-after-form" data-posted="">
          {check.leadPosted}
        </p>
      </lh-check-proof>
      <p class="lh-body">
        <a href={paths.trailCheckpoint()}>{check.checkpoint}</a>
        <span aria-hidden="true"> · </span>
        <a href={paths.trailVkey()}>{check.publicKey}</a>
      </p>
    </>
  )
}

function Verdict({ verdict }: { readonly verdict: ProofVerdict }) {
  const { language } = useChrome()
  const { check } = useText()
  if (!verdict.ok)
    return (
      <div class="lh-verdict" role="status">
        <p class="lh-verdict__title">{check.fails}</p>
        <p>{check.failures[verdict.code] ?? check.otherFailure}</p>
        <p class="lh-muted">{check.failsBody}</p>
      </div>
    )
  const { proven, entry } = verdict
  return (
    <>
      <div class="lh-verdict lh-verdict--holds" role="status">
        <p class="lh-verdict__title">{check.holds}</p>
        <p>{check.holdsBody}</p>
      </div>
      <SummaryList
        rows={[
          { key: check.origin, value: <span class="lh-code">{proven.checkpoint.origin}</span> },
          { key: check.leafIndex, value: String(proven.leafIndex) },
          { key: check.treeSize, value: String(proven.checkpoint.treeSize) },
          ...(entry?.date ? [{ key: check.date, value: dayText(language, entry.date) }] : []),
          ...(proven.cosignatures.length > 0
            ? [{ key: check.cosignatures, value: proven.cosignatures.map(({ name }) => name).join(', ') }]
            : []),
        ]}
      />
    </>
  )
}

export const checkProofPage = (language: Language, props: CheckProofProps): PageProps => ({
  title: textFor(language).check.title,
  children: <CheckProof {...props} />,
})

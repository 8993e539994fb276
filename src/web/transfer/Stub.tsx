/** All that is left of a transferred matter: number, time, digest, receipt (R44). Prints as the slip that goes with the package. */
import type { TransferredStub } from '../../domain/inquiry-record/transfer.ts'
import { useChrome } from '../chrome.ts'
import { Banner } from '../components/Banner.tsx'
import { Button, ButtonLink } from '../components/Button.tsx'
import { ErrorSummary } from '../components/ErrorSummary.tsx'
import { Form } from '../components/Form.tsx'
import { SummaryList } from '../components/SummaryList.tsx'
import { Tag } from '../components/Tag.tsx'
import { TextInput } from '../components/TextInput.tsx'
import { dayText, momentText, sizeText } from '../format.ts'
import { paths } from '../paths.ts'
import { transferText } from './text.ts'

export type StubProps = {
  readonly stub: TransferredStub
  readonly done: 'sealed' | 'receipt' | null
  readonly typed: Readonly<Record<string, string>>
  readonly error: { readonly field: string; readonly text: string } | null
  readonly idempotencyKey: string
}

export function Stub({ stub, done, typed, error, idempotencyKey }: StubProps) {
  const { language, csrf } = useChrome()
  const { stub: text, to, fingerprint } = transferText(language)
  const { registerNumber, superior, receipt, next } = stub
  const errorAt = (field: string): string | undefined => (error?.field === field ? error.text : undefined)
  return (
    <article class="lh-narrow">
      {error && <ErrorSummary errors={[error]} />}
      {done && (
        <Banner kind="success">
          <p>{done === 'sealed' ? text.sealedNow : text.saved}</p>
        </Banner>
      )}
      <h1 class="lh-title">{text.title(registerNumber)}</h1>
      <p>
        <Tag text={text.tag} tone="grey" />
      </p>
      <p class="lh-lead">{text.lead}</p>
      <SummaryList
        rows={[
          { key: text.number, value: <span class="lh-code">{registerNumber}</span> },
          { key: text.registeredAt, value: momentText(language, stub.registeredAt) },
          { key: text.transferredAt, value: momentText(language, stub.transferredAt) },
          { key: to, value: superior.organ },
          { key: fingerprint, value: superior.recipients.map((each) => <p class="lh-code lh-break">{each}</p>) },
          { key: text.channel, value: text.channelValue },
          { key: text.digest, value: <span class="lh-code lh-break">{stub.package.sha256}</span> },
          { key: text.size, value: sizeText(stub.package.size) },
          {
            key: text.receipt,
            value: receipt
              ? text.receiptValue(receipt.receiptNumber, dayText(language, receipt.receivedOn))
              : text.receiptNone,
          },
        ]}
      />
      <p>
        <ButtonLink href={paths.recordPackage(registerNumber)} text={text.download} download />
      </p>
      <p class="lh-hint">{text.downloadHint}</p>
      {!receipt && (
        <section class="lh-section">
          <h2 class="lh-subtitle">{text.enterReceipt}</h2>
          {next.dueOn && <p>{text.due(dayText(language, next.dueOn))}</p>}
          <Form action={paths.recordReceipt(registerNumber)} csrf={csrf} hidden={{ idempotencyKey }}>
            <TextInput
              name="receiptNumber"
              label={text.receiptNumber}
              value={typed['receiptNumber'] ?? ''}
              width="medium"
              error={errorAt('receiptNumber')}
            />
            <TextInput
              name="receivedOn"
              label={text.receivedOn}
              hint={text.receivedOnHint}
              value={typed['receivedOn'] ?? ''}
              width="short"
              error={errorAt('receivedOn')}
            />
            <Button text={text.save} />
          </Form>
        </section>
      )}
    </article>
  )
}

/** To whom a transfer goes, as it stands on every page about one: the body, and the fingerprint of each key. */
import type { ConfirmedSuperior, SuperiorKeys } from '../../app/transfer/superior.ts'
import { useChrome } from '../chrome.ts'
import { SummaryList } from '../components/SummaryList.tsx'
import { dayText } from '../format.ts'
import { transferText } from './text.ts'

export function SuperiorKeysList({
  keys,
  withKeys = false,
}: {
  readonly keys: SuperiorKeys | ConfirmedSuperior
  readonly withKeys?: boolean
}) {
  const { language } = useChrome()
  const text = transferText(language)
  return (
    <SummaryList
      rows={[
        { key: text.to, value: keys.organ },
        {
          key: text.fingerprint,
          value: keys.recipients.map(({ recipient, fingerprint }) => (
            <p class="lh-code lh-break" key={recipient}>
              {fingerprint}
              {withKeys && (
                <>
                  <br />
                  <span class="lh-muted">{recipient}</span>
                </>
              )}
            </p>
          )),
        },
        ...('since' in keys
          ? [
              { key: text.since, value: dayText(language, keys.since) },
              { key: text.agreedBy, value: `${keys.proposedBy}　${keys.confirmedBy}` },
            ]
          : []),
      ]}
    />
  )
}

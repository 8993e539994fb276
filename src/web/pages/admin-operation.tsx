/** What the other two administrators see: security events without content, and the state of the service (R87). */
import type { Role } from '../../domain/organisation/types.ts'
import type { Instant } from '../../kit/calendar.ts'
import { useChrome, useLabels, useText } from '../chrome.ts'
import { Button } from '../components/Button.tsx'
import { ErrorSummary } from '../components/ErrorSummary.tsx'
import { Form } from '../components/Form.tsx'
import { SummaryList } from '../components/SummaryList.tsx'
import { Table } from '../components/Table.tsx'
import { Tag } from '../components/Tag.tsx'
import { TextInput } from '../components/TextInput.tsx'
import { momentText, sizeText } from '../format.ts'
import { type Language, textFor } from '../language.ts'
import type { PageProps } from '../page.tsx'
import { paths } from '../paths.ts'
import { type FormError, Title, useFormErrors } from './heading.tsx'

type TrailState = { readonly ok: true; readonly size: number } | { readonly ok: false }
type Trails = { readonly register: TrailState; readonly security: TrailState }

/** The newest checkpoint that a witness has cosigned; null while none has. */
type Cosigned = { readonly size: number; readonly by: readonly string[]; readonly at: Instant } | null

function TrailStates({ trails, cosigned }: { readonly trails: Trails; readonly cosigned?: Cosigned }) {
  const { language } = useChrome()
  const { audit } = useText().accounts
  const state = (trail: TrailState) =>
    trail.ok ? <Tag text={audit.whole(trail.size)} tone="green" /> : <Tag text={audit.broken} tone="red" />
  return (
    <SummaryList
      rows={[
        { key: audit.register, value: state(trails.register) },
        { key: audit.security, value: state(trails.security) },
        ...(cosigned === undefined
          ? []
          : [
              {
                key: audit.cosigned,
                value: cosigned
                  ? audit.cosignedBy(cosigned.size, cosigned.by.join('、'), momentText(language, cosigned.at))
                  : audit.notCosigned,
              },
            ]),
      ]}
    />
  )
}

export type AdminAuditProps = {
  readonly lines: readonly {
    readonly position: number
    readonly at: Instant
    readonly type: string
    readonly username: string | null
    readonly by: string | null
    readonly roles: { readonly before: readonly Role[]; readonly after: readonly Role[] } | null
  }[]
  readonly next: number | null
  readonly trails: Trails
  readonly cosigned: Cosigned
}

export function AdminAudit({ lines, next, trails, cosigned }: AdminAuditProps) {
  const { language } = useChrome()
  const { audit } = useText().accounts
  const labels = useLabels()
  const types: Readonly<Record<string, string>> = audit.types
  const named = (roles: readonly Role[]): string =>
    roles.map((role) => labels.role[role]).join(language === 'en' ? ', ' : '、') || audit.noRoles
  return (
    <>
      <Title text={audit.title} lead={audit.lead} />
      <TrailStates trails={trails} cosigned={cosigned} />
      <Table
        caption={audit.title}
        head={[audit.when, audit.event, audit.account, audit.by]}
        empty={audit.none}
        rows={lines.map(({ at, type, username, by, roles }) => [
          momentText(language, at),
          <>
            {types[type] ?? type}
            {roles && <span class="lh-muted"> {audit.rolesFromTo(named(roles.before), named(roles.after))}</span>}
          </>,
          username ?? '—',
          by === 'setUp' ? audit.setUp : (by ?? '—'),
        ])}
      />
      {next !== null && <a href={paths.adminAudit({ before: next })}>{audit.older}</a>}
      <p class="lh-body">
        {audit.download} <a href={paths.adminAuditExport('json')}>{audit.downloadJson}</a>{' '}
        <a href={paths.adminAuditExport('syslog')}>{audit.downloadSyslog}</a>
      </p>
    </>
  )
}

/** Null when it was never done. */
type LastRun = {
  readonly at: Instant
  readonly ok: boolean
  readonly ageHours: number
  readonly overdue: boolean
} | null

function LastRunState({ run, never }: { readonly run: LastRun; readonly never: string }) {
  const { language } = useChrome()
  const { system } = useText().accounts
  const overdue = <Tag text={system.overdue} tone="red" />
  if (!run)
    return (
      <>
        {never} {overdue}
      </>
    )
  return (
    <>
      {system.runAt(momentText(language, run.at), run.ageHours)} {run.overdue && overdue}
      {!run.ok && <Tag text={system.runFailed} tone="red" />}
    </>
  )
}

export type AdminSystemProps = {
  readonly version: string
  readonly status: {
    readonly engine: 'sqlite' | 'postgres'
    readonly freeBytes: number
    readonly totalBytes: number
    readonly trails: Trails
    readonly checkpoint: string
    readonly backup: LastRun
    readonly check: LastRun
    readonly idleMinutes: number
  }
  readonly errors: readonly FormError[]
}

const engines = { sqlite: 'SQLite', postgres: 'PostgreSQL' } as const

export function AdminSystem({ version, status, errors }: AdminSystemProps) {
  const { csrf } = useChrome()
  const { accounts, frame } = useText()
  const { system } = accounts
  const found = useFormErrors(errors)
  return (
    <>
      <ErrorSummary errors={found.all} />
      <Title text={system.title} lead={system.lead} />
      <SummaryList
        rows={[
          { key: system.version, value: version },
          { key: system.engine, value: engines[status.engine] },
          { key: system.disk, value: system.free(sizeText(status.freeBytes), sizeText(status.totalBytes)) },
          { key: system.backup, value: <LastRunState run={status.backup} never={system.backupNever} /> },
          { key: system.check, value: <LastRunState run={status.check} never={system.checkNever} /> },
        ]}
      />
      <TrailStates trails={status.trails} />
      <h2 class="lh-heading">{system.checkpoint}</h2>
      <p class="lh-hint">{system.checkpointHint}</p>
      <p class="lh-code lh-prewrap">{status.checkpoint}</p>
      <p class="lh-body">
        <a href={paths.trailVkey()}>{system.publicKey}</a>
      </p>
      <h2 class="lh-heading">{system.settings}</h2>
      <Form action={paths.adminSystem()} csrf={csrf}>
        <TextInput
          name="idleMinutes"
          label={system.idleMinutes}
          hint={system.idleHint}
          value={String(status.idleMinutes)}
          inputMode="numeric"
          width="short"
          error={found.at('idleMinutes')}
        />
        <Button text={frame.save} />
      </Form>
    </>
  )
}

export const adminAuditPage = (language: Language, props: AdminAuditProps): PageProps => ({
  title: textFor(language).accounts.audit.title,
  wide: true,
  children: <AdminAudit {...props} />,
})

export const adminSystemPage = (language: Language, props: AdminSystemProps): PageProps => ({
  title: textFor(language).accounts.system.title,
  children: <AdminSystem {...props} />,
})

/** Every address of the product, written once. Handlers register the same shapes; pages write none by hand. */
const segment = encodeURIComponent

const withQuery = (path: string, query: Readonly<Record<string, string | number>>): string => {
  const given = Object.entries(query).filter(([, value]) => value !== '')
  return given.length === 0 ? path : `${path}?${given.map(([name, value]) => `${name}=${segment(value)}`).join('&')}`
}

const draft = (id: string): string => `/drafts/${segment(id)}`
const draftEvidenceItem = (id: string, evidenceId: string): string => `${draft(id)}/evidence/${segment(evidenceId)}`
const record = (number: string): string => `/records/${segment(number)}`
const recordEvidence = (number: string, evidenceId: string): string =>
  `${record(number)}/evidence/${segment(evidenceId)}`
const recordPermit = (number: string, permitId: string): string => `${record(number)}/permits/${segment(permitId)}`
const adminAccount = (id: string): string => `/admin/accounts/${segment(id)}`

/** What a person can do to a record, as the last part of its address. */
export const recordActions = [
  'transfer',
  'receive',
  'assign',
  'request-supplement',
  'assess',
  'opinion',
  'close',
  'verify',
  'remark',
  'supplement',
  'correct',
  'withdraw',
] as const
export type RecordAction = (typeof recordActions)[number]

export const paths = {
  home: () => '/home',
  signIn: () => '/sign-in',
  signOut: () => '/sign-out',
  activate: () => '/activate',
  check: () => '/check',
  language: () => '/language',
  textSize: () => '/text-size',

  records: (query: { readonly page?: number; readonly state?: string; readonly q?: string } = {}) =>
    withQuery('/records', { q: query.q ?? '', state: query.state ?? '', page: query.page ?? '' }),
  newRecord: () => '/records/new',
  drafts: () => '/drafts',
  draftPage: (id: string, page: string) => `${draft(id)}/${segment(page)}`,
  draftAutosave: (id: string, page: string) => `${draft(id)}/${segment(page)}/autosave`,
  draftDiscard: (id: string) => `${draft(id)}/discard`,
  draftEvidence: (id: string) => `${draft(id)}/evidence/file`,
  draftEvidenceExtraction: (id: string, evidenceId: string) => `${draftEvidenceItem(id, evidenceId)}/extraction`,
  draftEvidenceRemove: (id: string, evidenceId: string) => `${draftEvidenceItem(id, evidenceId)}/remove`,

  record,
  recordAction: (number: string, action: RecordAction) => `${record(number)}/${action}`,
  /** From a task: the purpose is the task (R37). */
  recordFromTask: (number: string) => `${record(number)}?task=1`,
  recordPurpose: (number: string, next = '') => withQuery(`${record(number)}/purpose`, { next }),
  recordTimeline: (number: string) => `${record(number)}/timeline`,
  recordPermit,
  recordPermitSheet: (number: string, permitId: string) => `${recordPermit(number, permitId)}/sheet.pdf`,
  permits: (query: { readonly asked?: '1' } = {}) => withQuery('/permits', { asked: query.asked ?? '' }),
  recordTransfer: (number: string) => `${record(number)}/transfer`,
  recordTransferProgress: (number: string, key: string) => withQuery(`${record(number)}/transfer/progress`, { key }),
  recordPackage: (number: string) => `${record(number)}/package.age`,
  recordReceipt: (number: string) => `${record(number)}/receipt`,
  recordForm: (number: string) => `${record(number)}/form.pdf`,
  recordProof: (number: string) => `${record(number)}/proof.tlog-proof`,
  recordProofQr: (number: string) => `${record(number)}/proof.svg`,
  recordNamed: (number: string) => `${record(number)}/named`,
  recordClearing: (number: string) => `${record(number)}/named/clearing`,
  recordClearingConfirmed: (number: string) => `${record(number)}/named/clearing/confirmation`,
  recordPastViews: (number: string) => `${record(number)}/past-views`,
  recordEvidence,
  recordEvidenceView: (number: string, evidenceId: string) => `${recordEvidence(number, evidenceId)}?view=1`,
  blankForm: () => '/forms/blank.pdf',
  people: () => '/people',
  cases: () => '/cases',
  routeTable: () => '/route-table',
  procedure: () => '/procedure',
  procedurePdf: () => '/procedure.pdf',
  uploads: () => '/uploads',

  readers: (query: { readonly done?: string } = {}) => withQuery('/readers', { done: query.done ?? '' }),
  grants: (query: { readonly done?: number } = {}) => withQuery('/grants', { done: query.done ?? '' }),
  setAside: () => '/readers/set-aside',
  returnAdministrator: (id: string) => `/readers/${segment(id)}/return`,
  adminRights: () => '/admin/rights',
  confirmReader: (id: string) => `/readers/${segment(id)}/confirm`,

  account: () => '/account',
  accountPassword: () => '/account/password',
  accountTotp: () => '/account/totp',
  accountKeys: () => '/account/keys',
  signOutEverywhere: () => '/account/sign-out-everywhere',

  adminRecovery: (query: { readonly done?: number; readonly more?: '1' } = {}) =>
    withQuery('/admin/recovery', { done: query.done ?? '', more: query.more ?? '' }),

  adminAccounts: () => '/admin/accounts',
  adminNewAccount: () => '/admin/accounts/new',
  adminAccount,
  adminAccountRoles: (id: string) => `${adminAccount(id)}/roles`,
  adminAccountAuthenticator: (id: string) => `${adminAccount(id)}/authenticator`,
  adminAccountReset: (id: string) => `${adminAccount(id)}/reset`,
  adminAccountActivation: (id: string) => `${adminAccount(id)}/activation`,
  adminAccountSuspend: (id: string) => `${adminAccount(id)}/suspend`,
  adminAccountReactivate: (id: string) => `${adminAccount(id)}/reactivate`,
  adminAudit: (query: { readonly before?: number } = {}) => withQuery('/admin/audit', { before: query.before ?? '' }),
  adminAuditExport: (format: 'json' | 'syslog') => `/admin/audit/export?format=${format}`,
  superior: () => '/superior',
  adminSystem: () => '/admin/system',
  adminApiTokens: () => '/admin/api-tokens',
  adminApiTokenRevoke: (id: string) => `/admin/api-tokens/${segment(id)}/revoke`,
  apiDocs: () => '/api/docs',
  openApi: () => '/api/openapi.json',
  adminPeople: () => '/admin/people',
  adminPeopleFile: () => '/admin/people/file',
  adminPeopleAccept: () => '/admin/people/accept',
  adminPeopleTemplate: (format: 'xlsx' | 'csv') => `/admin/people/template.${format}`,
  adminLimits: () => '/admin/time-limits',
  adminMail: (query: { readonly done?: 'saved' | 'stopped' | 'tested' } = {}) =>
    withQuery('/admin/mail', { done: query.done ?? '' }),

  setUp: () => '/set-up',
  setUpBegin: (token: string) => `/set-up/begin/${segment(token)}`,
  setUpStep: (step: 'bureau' | 'people' | 'administrators' | 'accounts' | 'recovery' | 'limits' | 'mail') =>
    `/set-up/${step}`,
  setUpPeopleFile: () => '/set-up/people/file',
  setUpPeopleAccept: () => '/set-up/people/accept',
  setUpPeopleRemove: () => '/set-up/people/remove',
  setUpPeopleTemplate: (format: 'xlsx' | 'csv') => `/set-up/people/template.${format}`,
  setUpAccountsRemove: () => '/set-up/accounts/remove',
  setUpAccountsDone: () => '/set-up/accounts/done',
  setUpSheets: () => '/set-up/recovery/make',
  setUpSheet: (number: number) => `/set-up/recovery/${number}`,
  setUpSheetPdf: (number: number) => `/set-up/recovery/${number}.pdf`,
  setUpTrySheet: () => '/set-up/recovery/try',
  setUpFinish: () => '/set-up/finish',
  setUpCodes: () => '/set-up/codes',
  setUpRenew: () => '/set-up/codes/renew',
  setUpClose: () => '/set-up/close',
  trailCheckpoint: () => '/trail/checkpoint',
  trailVkey: () => '/trail/vkey',
} as const

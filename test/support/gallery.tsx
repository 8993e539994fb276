/** Every page with example data, for looking at and for the tests of markup and wording. All people are invented. */
import { emptyDraft } from '../../src/domain/inquiry-record/draft.ts'
import type { EvidenceItem } from '../../src/domain/inquiry-record/content.ts'
import { anInquiry, as, asRecorder, at, commands, given } from '../../src/domain/inquiry-record/testing.ts'
import type { RegisteredRecord } from '../../src/domain/inquiry-record/state.ts'
import { aBureau, people } from '../../src/domain/organisation/testing.ts'
import type { AccountId, Role } from '../../src/domain/organisation/types.ts'
import { day, instant } from '../../src/kit/calendar.ts'
import type { Chrome } from '../../src/web/chrome.ts'
import type { JourneyView } from '../../src/web/journeys/inquiry/view.ts'
import { JourneyPage } from '../../src/web/journeys/inquiry/JourneyPage.tsx'
import { pageIds } from '../../src/web/journeys/inquiry/questions.ts'
import type { Language } from '../../src/web/language.ts'
import { type PageProps, renderPage } from '../../src/web/page.tsx'
import { accountPage, passwordPage, totpPage } from '../../src/web/pages/account.tsx'
import { activatePage } from '../../src/web/pages/activate.tsx'
import { activationCodePage, adminAccountsPage, adminRolesPage } from '../../src/web/pages/admin-accounts.tsx'
import { adminNewAccountPage } from '../../src/web/pages/admin-new-account.tsx'
import { adminAuditPage, adminSystemPage } from '../../src/web/pages/admin-operation.tsx'
import { apiDocsPage } from '../../src/web/pages/api-docs.tsx'
import { apiTokenMadePage, apiTokensPage } from '../../src/web/pages/api-tokens.tsx'
import { checkProofPage } from '../../src/web/pages/check-proof.tsx'
import { errorPage } from '../../src/web/pages/errors.tsx'
import { resumePage } from '../../src/web/pages/resume.tsx'
import { signInPage } from '../../src/web/pages/sign-in.tsx'
import { recordActions } from '../../src/web/paths.ts'
import { Conflict } from '../../src/web/records/Conflict.tsx'
import { EvidenceView } from '../../src/web/records/EvidenceView.tsx'
import { DraftsList, Home, type HomeTask } from '../../src/web/records/Home.tsx'
import { Record, type RecordProps } from '../../src/web/records/Record.tsx'
import { RecordActionPage } from '../../src/web/records/RecordActionPage.tsx'
import { RecordsList } from '../../src/web/records/RecordsList.tsx'

export type GalleryPage = { readonly name: string; readonly html: string }
type Assets = Chrome['assets']

const officer: readonly Role[] = ['enforcementOfficer']
const handler: readonly Role[] = ['enforcementOfficer', 'disciplineHandler']

const evidence: EvidenceItem = {
  id: 'e1',
  name: '通话录音 3月2日.m4a',
  mediaType: 'audio/mp4',
  size: 1_482_240,
  sha256: '9c56cc51b374c3ba189210d5b6d4bf57790d351c96c47c02190ecf1e430635ab',
  sm3: '66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0',
  sealedName: 'ab',
  key: 'a2V5',
  extraction: {
    extractor: '周岚',
    witness: '何川',
    extractedAt: '2026-03-02 14:10',
    place: '柳河街道中队办公室',
    source: '',
    method: '手机导出',
    originalCarrier: '本人手机',
  },
}

const content = anInquiry({
  evidence: [evidence],
  situation:
    '2026年3月2日9时30分，副局长陆青山来电过问柳河路某餐饮店占道经营案，要求暂缓处罚，原话为“这家店的事情缓一缓”。\n办案人员答复按程序办理，未予照办。',
  suggestion: '建议按程序继续办理。',
  suggestedClass: 'generalInquiry',
})
const assessed = (): RegisteredRecord =>
  given(
    commands.register({ content }),
    commands.receive(),
    { type: 'recordView', at: at('2026-03-03 10:05'), by: as('handler'), purpose: 'handling' },
    { type: 'requestSupplement', at: at('2026-03-03 15:00'), by: as('handler'), question: '来电号码是否留存？' },
    {
      type: 'addSupplement',
      at: at('2026-03-04 09:00'),
      by: asRecorder(),
      text: '号码已截图。',
      evidence: [],
      named: [],
    },
    {
      type: 'assessClass',
      at: at('2026-03-05 09:00'),
      by: as('handler'),
      to: 'generalInquiry',
      reason: '未涉及具体处理。',
      redLinesCrossed: [],
      duty: '',
      procedure: '',
    },
  ).record

const tasks: readonly HomeTask[] = [
  {
    number: '2026-7F3K9Q',
    caseTitle: '柳河路某餐饮店占道经营案',
    status: 'registered',
    dueOn: day('2026-03-05'),
    overdue: true,
    escalated: true,
    reminded: true,
  },
  {
    number: '2026-M2XR8C',
    caseTitle: '清源大道户外广告设置案',
    status: 'received',
    dueOn: day('2026-03-16'),
    overdue: false,
    escalated: false,
    reminded: false,
  },
]
const drafts = [
  { id: 'd1', caseTitle: '夜间施工噪声案', changedAt: at('2026-03-06 17:20') },
  { id: 'd2', caseTitle: '', changedAt: at('2026-03-05 08:05') },
]
const organisation = aBureau()
const exampleAccount = {
  id: 'a-1' as AccountId,
  personId: people.officer,
  username: 'zhoulan',
  roles: officer,
  status: 'active',
} as const
const trails = { register: { ok: true, size: 20852 }, security: { ok: true, size: 913 } } as const
const enrolment = { secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP', uri: 'otpauth://totp/example' }

const journey = (language: Language, changes: Partial<JourneyView> = {}): JourneyView => ({
  language,
  csrf: 'token',
  draftId: 'd1',
  draftVersion: 3,
  draft: {
    ...emptyDraft,
    fields: { caseTitle: '柳河路某餐饮店占道经营案', inquiredOn: '2026-03-02', inquirerKind: 'bureauLeader' },
  },
  problems: [],
  advice: [],
  cases: [{ number: '清综执立〔2026〕18号', title: '柳河路某餐饮店占道经营案', handlingUnit: '柳河街道中队' }],
  generatedSituation: content.situation,
  evidence: [evidence],
  signerName: '周岚',
  idempotencyKey: 'key-12345678',
  ...changes,
})

const recordProps = (changes: Partial<RecordProps> = {}): RecordProps => ({
  record: assessed(),
  identity: { recorderId: people.officer, name: '周岚', unit: '柳河街道中队', post: '队员' },
  isRecorder: false,
  leafIndex: 20851,
  permit: null,
  permits: null,
  opensEvidence: true,
  comparesPersons: true,
  now: at('2026-03-10 10:00'),
  actions: [
    { action: 'assess', post: false },
    { action: 'request-supplement', post: false },
    { action: 'remark', post: false },
  ],
  idempotencyKey: 'key-12345678',
  justRegistered: false,
  naming: null,
  done: null,
  ...changes,
})

/** All pages in one language. */
export function gallery(language: Language, assets: Assets = { styles: [], scripts: [] }): readonly GalleryPage[] {
  const pages: GalleryPage[] = []
  const add = (name: string, roles: readonly Role[] | null, path: string, page: PageProps, around = {}): void => {
    const viewer = roles && { name: '周岚', unit: '柳河街道中队', roles }
    const chrome: Chrome = {
      language,
      largeText: false,
      viewer,
      taskCount: roles === handler ? 2 : 0,
      csrf: 'token',
      path,
      watermark: null,
      flash: null,
      assets,
      ...around,
    }
    pages.push({ name, html: renderPage(chrome, page) })
  }
  const wide = (children: PageProps['children']): PageProps => ({ title: '2026-7F3K9Q', wide: true, children })
  const watermark = { watermark: '周岚 2026年3月6日 10:20' }

  add('sign-in', null, '/sign-in', signInPage(language, { reason: null }))
  add(
    'sign-in-wrong',
    null,
    '/sign-in',
    signInPage(language, {
      reason: 'sessionEnded',
      username: 'zhoulan',
      errors: [{ field: 'username', code: 'signInRefused' }],
    }),
  )
  add('activate', null, '/activate', activatePage(language, { step: 'claim' }))
  add(
    'activate-enrol',
    null,
    '/activate',
    activatePage(language, {
      step: 'enrol',
      keepsPassword: false,
      username: 'zhoulan',
      activationCode: 'ABCD-EFGH',
      enrolment,
      errors: [{ field: 'password', code: 'passwordTooShort' }],
    }),
  )
  add(
    'resume',
    officer,
    '/sign-in',
    resumePage(language, { path: '/drafts/d1/said', fields: { exactWords: '这家店的事情缓一缓。' } }),
  )
  add('check', null, '/check', checkProofPage(language, { verdict: null, error: null }))
  add(
    'check-holds',
    null,
    '/check',
    checkProofPage(language, {
      verdict: {
        ok: true,
        proven: { leafIndex: 20851, checkpoint: { origin: 'liuhen/qingyuan', treeSize: 20852 }, cosignatures: [] },
        entry: { kind: 'event', date: day('2026-03-02') },
      },
      error: null,
    }),
  )
  add(
    'check-fails',
    null,
    '/check',
    checkProofPage(language, { verdict: { ok: false, code: 'rootDiffers' }, error: null }),
  )
  add(
    'account',
    officer,
    '/account',
    accountPage(language, { done: 'password', fingerprint: '7C1E 90AB 22D4 5F10 8E6B C3A7 114D 09F2' }),
  )
  add(
    'not-found',
    officer,
    '/x',
    errorPage(language, { statusCode: 404, code: 'notFound', requestId: 'r-1', retryAfterSeconds: null }),
  )
  add(
    'failed',
    officer,
    '/x',
    errorPage(language, { statusCode: 500, code: 'unexpected', requestId: 'r-1', retryAfterSeconds: null }),
  )
  add(
    'too-many',
    null,
    '/sign-in',
    errorPage(language, { statusCode: 429, code: 'tooManyRequests', requestId: 'r-1', retryAfterSeconds: 30 }),
  )
  add(
    'password',
    officer,
    '/account/password',
    passwordPage(language, { errors: [{ field: 'currentPassword', code: 'currentPasswordWrong' }] }),
  )
  add('totp', officer, '/account/totp', totpPage(language, { enrolment, errors: [] }))
  add(
    'admin-accounts',
    ['securityAdmin'],
    '/admin/accounts',
    adminAccountsPage(language, { accounts: organisation.accounts, organisation, errors: [] }),
  )
  add(
    'admin-api-tokens',
    ['securityAdmin'],
    '/admin/api-tokens',
    apiTokensPage(language, {
      tokens: [
        {
          id: 't1',
          name: '办案系统',
          scopes: ['cases', 'status'],
          addresses: ['10.2.0.0/16'],
          expiresOn: day('2027-03-01'),
          lastUsedOn: day('2026-11-19'),
          revokedOn: null,
        },
        {
          id: 't2',
          name: '人员系统',
          scopes: ['directory'],
          addresses: [],
          expiresOn: day('2026-11-01'),
          lastUsedOn: null,
          revokedOn: null,
        },
      ],
      today: day('2026-11-20'),
      typed: { name: '监控' },
      scopes: ['status'],
      errors: [{ field: 'expiresOn', code: 'expiryOutOfRange' }],
    }),
  )
  add(
    'admin-api-token-made',
    ['securityAdmin'],
    '/admin/api-tokens',
    apiTokenMadePage(language, { name: '办案系统', token: `liuhen_${'x'.repeat(43)}` }),
  )
  add(
    'api-docs',
    null,
    '/api/docs',
    apiDocsPage(language, {
      operations: [
        {
          method: 'PUT',
          path: '/api/v1/cases',
          summary: '推送案件',
          description: '按案号新增或者更新。',
          scope: 'cases',
          body: { schema: { type: 'object' }, example: { cases: [] } },
          answer: { taken: 1 },
        },
      ],
    }),
  )
  add(
    'admin-roles',
    ['securityAdmin'],
    '/admin/accounts/a',
    adminRolesPage(language, {
      account: exampleAccount,
      organisation,
      errors: [{ field: 'roles', code: 'twoAdministrators' }],
    }),
  )
  add(
    'admin-new',
    ['securityAdmin'],
    '/admin/accounts/new',
    adminNewAccountPage(language, {
      organisation,
      typed: {},
      roles: [],
      errors: [{ field: 'name', code: 'nameMissing' }],
    }),
  )
  add(
    'admin-code',
    ['securityAdmin'],
    '/admin/accounts',
    activationCodePage(language, { username: 'zhoulan', activationCode: 'K7QF-29MX-TRWE' }),
  )
  add(
    'admin-audit',
    ['auditAdmin'],
    '/admin/audit',
    adminAuditPage(language, {
      lines: [
        {
          position: 912,
          at: at('2026-03-06 09:00'),
          type: 'rolesChanged',
          username: 'zhoulan',
          by: 'anquan',
          roles: { before: ['enforcementOfficer'], after: ['enforcementOfficer', 'disciplineHandler'] },
        },
        { position: 911, at: at('2026-03-06 08:30'), type: 'signedIn', username: 'zhoulan', by: null, roles: null },
      ],
      next: 861,
      trails,
      cosigned: { size: 640, by: ['witness.example/superior'], at: at('2026-03-06 00:05') },
    }),
  )
  add(
    'admin-system',
    ['systemAdmin'],
    '/admin/system',
    adminSystemPage(language, {
      version: '0.1.0',
      status: {
        engine: 'sqlite',
        freeBytes: 48_000_000_000,
        totalBytes: 128_000_000_000,
        trails,
        checkpoint: 'liuhen/qingyuan\n20852\n/82wM1mOvd3JtkvOt7zzCNKWGzDHwOl9vzZsuw8EFS8=\n',
        backup: { at: instant('2026-11-22T17:00:00Z'), ok: true, ageHours: 9, overdue: false },
        check: null,
        idleMinutes: 30,
      },
      errors: [],
    }),
  )
  add('home', handler, '/home', { title: 'x', children: <Home permits={[]} tasks={tasks} drafts={drafts} /> })
  add('home-empty', officer, '/home', { title: 'x', children: <Home permits={[]} tasks={[]} drafts={[]} /> })
  add('home-admin', ['systemAdmin'], '/home', { title: 'x', children: <Home permits={[]} tasks={[]} drafts={[]} /> })
  add('drafts', officer, '/drafts', { title: 'x', children: <DraftsList drafts={drafts} limit={20} /> })
  add('conflict', officer, '/drafts/d1/said', {
    title: 'x',
    children: <Conflict draftId="d1" page="said" version={4} fields={{ exactWords: '这家店的事情缓一缓。' }} />,
  })
  add(
    'records',
    handler,
    '/records',
    wide(
      <RecordsList
        rows={tasks.map(({ number, caseTitle, status, dueOn, overdue }) => ({
          number,
          caseTitle,
          status,
          dueOn,
          overdue,
          inquiredOn: day('2026-03-02'),
          registeredOn: day('2026-03-02'),
        }))}
        found={52}
        page={2}
        pages={3}
        text=""
        state=""
      />,
    ),
    watermark,
  )
  add('record', handler, '/records/2026-7F3K9Q', wide(<Record {...recordProps()} />), watermark)
  add(
    'record-own',
    officer,
    '/records/2026-7F3K9Q',
    wide(
      <Record
        {...recordProps({
          isRecorder: true,
          justRegistered: true,
          actions: [
            { action: 'supplement', post: false },
            { action: 'correct', post: false },
            { action: 'withdraw', post: false },
          ],
        })}
      />,
    ),
    watermark,
  )
  for (const action of recordActions)
    add(
      `action-${action}`,
      handler,
      `/records/2026-7F3K9Q/${action}`,
      wide(
        <RecordActionPage
          action={action}
          number="2026-7F3K9Q"
          caseTitle={content.caseTitle}
          typed={{}}
          chosenRedLines={[]}
          error={action === 'assess' ? { field: 'to', text: '请选择类别。' } : null}
          handlers={[{ personId: people.handler, name: '宋明', unit: '纪检监察室' }]}
          alternate={{ role: 'partyGroupSecretary', reason: '回避' }}
          question="来电号码是否留存？"
          signerName="周岚"
          idempotencyKey="key-12345678"
        />,
      ),
    )
  add(
    'evidence',
    handler,
    '/records/2026-7F3K9Q/evidence/e1',
    wide(<EvidenceView number="2026-7F3K9Q" item={evidence} />),
    watermark,
  )
  for (const page of pageIds)
    add(
      `journey-${page}`,
      officer,
      `/drafts/d1/${page}`,
      wide(
        <JourneyPage
          page={page}
          view={journey(
            language,
            page === 'said' ? { problems: [{ field: 'exactWords', code: 'exactWordsMissing' }] } : {},
          )}
        />,
      ),
    )
  return pages
}

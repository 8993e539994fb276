/** The name, where one can go by the roles one holds, and the small forms that every page carries. */
import { mayOpen } from '../../domain/access/permissions.ts'
import type { Role } from '../../domain/organisation/types.ts'
import { type Chrome, useChrome, useText } from '../chrome.ts'
import type { Text } from '../language.ts'
import { paths } from '../paths.ts'
import { SmallForm } from './SmallForm.tsx'

type Entry = { readonly href: string; readonly label: string; readonly count?: number }

/** Only what the roles open; nobody learns of the rest. */
function entriesFor(roles: readonly Role[], taskCount: number, { frame }: Text): readonly Entry[] {
  const content = mayOpen(roles, 'ownRecords') || mayOpen(roles, 'dedicatedRegister')
  return [
    { href: paths.home(), label: frame.home, count: taskCount },
    ...(content ? [{ href: paths.records(), label: frame.records }] : []),
    ...(mayOpen(roles, 'permits') ? [{ href: paths.permits(), label: frame.permits }] : []),
    ...(mayOpen(roles, 'record') ? [{ href: paths.drafts(), label: frame.drafts }] : []),
    ...(mayOpen(roles, 'readers') ? [{ href: paths.readers(), label: frame.readers }] : []),
    ...(mayOpen(roles, 'accounts') ? [{ href: paths.adminAccounts(), label: frame.accounts }] : []),
    ...(mayOpen(roles, 'organisation') ? [{ href: paths.adminPeople(), label: frame.people }] : []),
    ...(mayOpen(roles, 'settings')
      ? [
          { href: paths.adminLimits(), label: frame.limits },
          { href: paths.adminMail(), label: frame.mail },
        ]
      : []),
    ...(mayOpen(roles, 'securityAudit') ? [{ href: paths.adminAudit(), label: frame.audit }] : []),
    ...(mayOpen(roles, 'superior') ? [{ href: paths.superior(), label: frame.superior }] : []),
    ...(mayOpen(roles, 'operation') ? [{ href: paths.adminSystem(), label: frame.system }] : []),
    ...(mayOpen(roles, 'administratorRights') ? [{ href: paths.adminRights(), label: frame.rights }] : []),
    ...(mayOpen(roles, 'routeTable') ? [{ href: paths.routeTable(), label: frame.routeTable }] : []),
  ]
}

const isHere = (path: string, href: string): boolean => path === href || path.startsWith(`${href}/`)

export function SiteHeader() {
  const chrome = useChrome()
  const text = useText()
  const { frame } = text
  return (
    <header class="lh-header">
      <div class="lh-header__bar">
        <a class="lh-header__name" href={chrome.viewer ? paths.home() : paths.signIn()}>
          <span class="lh-header__mark">{frame.product}</span>
          <span class="lh-header__long">{frame.productLong}</span>
        </a>
        <div class="lh-header__tools">
          <Preferences chrome={chrome} frame={frame} />
          {chrome.viewer && (
            <>
              <a class="lh-header__viewer" href={paths.account()} title={frame.account}>
                {chrome.viewer.name}
                <span class="lh-header__unit">{chrome.viewer.unit}</span>
              </a>
              <SmallForm action={paths.signOut()} text={frame.signOut} />
            </>
          )}
        </div>
      </div>
      {chrome.viewer && (
        <nav class="lh-nav" aria-label={frame.navigation}>
          <ul class="lh-nav__list">
            {entriesFor(chrome.viewer.roles, chrome.taskCount, text).map(({ href, label, count = 0 }) => (
              <li key={href}>
                <a class="lh-nav__link" href={href} aria-current={isHere(chrome.path, href) ? 'page' : undefined}>
                  {label}
                  {count > 0 && (
                    <span class="lh-nav__count">
                      <span aria-hidden="true">{count}</span>
                      <span class="lh-visually-hidden">{frame.tasks(count)}</span>
                    </span>
                  )}
                </a>
              </li>
            ))}
          </ul>
        </nav>
      )}
    </header>
  )
}

function Preferences({ chrome, frame }: { readonly chrome: Chrome; readonly frame: Text['frame'] }) {
  const otherLanguage = chrome.language === 'zh-CN' ? 'en' : 'zh-CN'
  return (
    <>
      <SmallForm
        action={paths.textSize()}
        name="textSize"
        value={chrome.largeText ? 'normal' : 'large'}
        text={chrome.largeText ? frame.normalText : frame.largerText}
      />
      <SmallForm
        action={paths.language()}
        name="language"
        value={otherLanguage}
        text={frame.otherLanguage}
        lang={otherLanguage}
      />
    </>
  )
}

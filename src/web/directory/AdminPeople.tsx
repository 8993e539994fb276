/** The people list, for the system administrator: upload, problems, or preview. */
import type { DirectoryProblem } from '../../domain/organisation/directory-list.ts'
import { useChrome } from '../chrome.ts'
import { ErrorSummary } from '../components/ErrorSummary.tsx'
import type { Language } from '../language.ts'
import type { PageProps } from '../page.tsx'
import { type FormError, Title, useFormErrors } from '../pages/heading.tsx'
import { paths } from '../paths.ts'
import { DirectoryPreview, type DirectoryPreviewView, DirectoryProblems, DirectoryUpload } from './DirectoryParts.tsx'
import { directoryText } from './text.ts'

const door = {
  home: paths.adminPeople(),
  file: paths.adminPeopleFile(),
  accept: paths.adminPeopleAccept(),
  template: paths.adminPeopleTemplate,
}

export type AdminPeopleProps = {
  readonly current: { readonly people: number; readonly units: number }
  readonly shown:
    | { readonly kind: 'upload'; readonly errors: readonly FormError[] }
    | { readonly kind: 'problems'; readonly problems: readonly DirectoryProblem[] }
    | { readonly kind: 'preview'; readonly preview: DirectoryPreviewView; readonly bureauChanged: boolean }
}

function AdminPeople({ current, shown }: AdminPeopleProps) {
  const text = directoryText(useChrome().language)
  const found = useFormErrors(shown.kind === 'upload' ? shown.errors : [])
  return (
    <>
      <ErrorSummary errors={found.all} />
      <Title
        text={shown.kind === 'preview' ? text.previewTitle : text.title}
        lead={shown.kind === 'preview' ? text.previewLead : text.lead}
      />
      {shown.kind === 'upload' && (
        <>
          <p class="lh-body">{text.current(current.people, current.units)}</p>
          <DirectoryUpload door={door} error={found.at('file')} />
        </>
      )}
      {shown.kind === 'problems' && <DirectoryProblems problems={shown.problems} door={door} />}
      {shown.kind === 'preview' && (
        <DirectoryPreview preview={shown.preview} door={door} bureauChanged={shown.bureauChanged} />
      )}
    </>
  )
}

export const adminPeoplePage = (language: Language, props: AdminPeopleProps): PageProps => ({
  title: directoryText(language).title,
  wide: true,
  children: <AdminPeople {...props} />,
})

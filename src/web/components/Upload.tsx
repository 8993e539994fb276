/**
 * Bringing evidence in. Without scripts: one multipart post, a file or several. `lh-upload` takes the form over and sends each file in
 * pieces (tus), with progress, going on after an interruption. It stands outside any other form.
 */
import { type Language, textFor } from '../language.ts'
import { paths } from '../paths.ts'
import { FieldErrorText, Hint, describedBy } from './field.tsx'
import { Button } from './Button.tsx'
import { Form } from './Form.tsx'

export type UploadProps = {
  readonly language: Language
  readonly uploadUrl: string
  readonly fallbackAction: string
  readonly csrf: string
  readonly draftId: string
  readonly error?: string | undefined
  /** Hidden fields of the fallback form, such as `draftVersion`. */
  readonly hidden?: Readonly<Record<string, string>> | undefined
}

export function Upload({ uploadUrl, fallbackAction, csrf, draftId, language, error, hidden }: UploadProps) {
  const { upload } = textFor(language).frame
  return (
    <lh-upload
      class="lh-upload"
      data-url={uploadUrl}
      data-draft={draftId}
      data-csrf={csrf}
      data-uploading={upload.uploading}
      data-paused={upload.paused}
      data-failed={upload.failed}
      data-done={upload.done}
      data-sign-in={paths.signIn()}
    >
      <Form action={fallbackAction} csrf={csrf} hidden={hidden} multipart>
        <div class={error ? 'lh-field lh-field--error' : 'lh-field'}>
          <Hint name="files" text={upload.hint} />
          <FieldErrorText name="files" text={error} />
          <label class="lh-label lh-label--file" for="files">
            {upload.choose}
          </label>
          <input
            class="lh-file"
            type="file"
            id="files"
            name="files"
            multiple
            required
            aria-describedby={describedBy('files', { hint: upload.hint, error })}
          />
        </div>
        <Button text={upload.send} kind="secondary" />
      </Form>
      <ul class="lh-upload__progress" data-progress="" aria-live="polite" hidden />
    </lh-upload>
  )
}

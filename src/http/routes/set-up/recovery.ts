/** The recovery sheets: shown one at a time, as page and as PDF, and one of them tried. Nothing of them outlives the answer. */
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { printSheet } from '../../../app/set-up/sheet-paper.ts'
import { sheetNumbers } from '../../../app/set-up/sheets.ts'
import { dayOf } from '../../../kit/calendar.ts'
import { paths } from '../../../web/paths.ts'
import { recoveryPage, sheetPage, trySheetPage } from '../../../web/set-up/recovery.tsx'
import { readForm, required, typedFields } from '../../forms.ts'
import { showPage } from '../../pages.ts'
import { notFound } from '../../pipeline/refusals.ts'
import type { SetUpDeps } from '../../deps.ts'

type ByNumber = { Params: { number: string } }

const tryForm = z.object({ sheet: required('sheetMissing', 500) })

export async function setUpRecoveryRoutes(app: FastifyInstance, { setUp, context }: SetUpDeps): Promise<void> {
  const { sheets } = setUp

  app.get<{ Querystring: { gone?: string } }>('/set-up/recovery', {}, async (request, reply) => {
    const state = sheets.areMade
      ? 'made'
      : setUp.draft.recoveryKey !== null
        ? 'done'
        : request.query.gone === 'yes'
          ? 'gone'
          : 'none'
    return showPage(request, reply, recoveryPage(request.language, { state }))
  })

  app.post('/set-up/recovery/make', {}, async (_request, reply) => {
    await setUp.makeSheets()
    return reply.redirect(paths.setUpSheet(1), 303)
  })

  app.get<ByNumber>('/set-up/recovery/:number(^[1-3]$)', {}, async (request, reply) => {
    const number = Number(request.params.number)
    const sheet = sheets.sheet(number)
    // After a restart, or from the browser's history once a sheet was tried.
    if (sheet === null) return reply.redirect(`${paths.setUpStep('recovery')}?gone=yes`, 303)
    const madeOn = dayOf(context.now())
    const { bureau } = setUp.draft
    const model = { number, of: sheetNumbers.length, sheet, bureau, madeOn }
    return showPage(request, reply, sheetPage(request.language, model))
  })

  app.get<ByNumber>('/set-up/recovery/:number(^[1-3]).pdf', {}, async (request, reply) => {
    const number = Number(request.params.number)
    const sheet = sheets.sheet(number)
    if (sheet === null) throw notFound()
    const pdf = await printSheet(context, { number, sheet, bureau: setUp.draft.bureau })
    return reply
      .type('application/pdf')
      .header('content-disposition', `inline; filename="recovery-sheet-${number}.pdf"`)
      .send(Buffer.from(pdf))
  })

  app.get('/set-up/recovery/try', {}, async (request, reply) =>
    sheets.areMade
      ? showPage(request, reply, trySheetPage(request.language, { typed: '', errors: [] }))
      : reply.redirect(`${paths.setUpStep('recovery')}?gone=yes`, 303),
  )

  app.post('/set-up/recovery/try', {}, async (request, reply) => {
    const form = readForm(request, tryForm)
    const typed = typedFields(request).sheet ?? ''
    if (!form.ok)
      return showPage(request, reply.code(422), trySheetPage(request.language, { typed, errors: form.refusal }))
    const tried = await setUp.trySheet(form.value.sheet)
    if (tried.ok) return reply.redirect(paths.setUpStep('recovery'), 303)
    const { code } = tried.refusal
    if (code === 'sheetsGone') return reply.redirect(`${paths.setUpStep('recovery')}?gone=yes`, 303)
    return showPage(
      request,
      reply.code(422),
      trySheetPage(request.language, { typed, errors: [{ field: 'sheet', code }] }),
    )
  })
}

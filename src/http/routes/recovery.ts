/** Recovery with two sheets, for the security administrator; to everybody else there is no such page (R42, R87). */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type RecoveryRefusal, recoveryView, recoverWithSheets } from '../../app/people/recovering.ts'
import type { AccountId } from '../../domain/organisation/types.ts'
import { GRANTS_ALONE, type RecoveryProps } from '../../web/people/Recovery.tsx'
import { paths } from '../../web/paths.ts'
import type { HttpDeps } from '../deps.ts'
import { type FormError, typedFields } from '../forms.ts'
import { showRecovery } from '../pages.ts'
import { notFound } from '../pipeline/refusals.ts'
import { viewerOf } from '../pipeline/session.ts'
import { areaOnly } from '../pipeline/staff.ts'

/** Matters put right in one request: some twenty seconds of work. */
const PER_REQUEST = 250

export async function recoveryRoutes(app: FastifyInstance, { context }: HttpDeps): Promise<void> {
  areaOnly(app, 'accounts')

  const show = async (
    request: FastifyRequest,
    reply: FastifyReply,
    around: Pick<RecoveryProps, 'done' | 'errors'>,
  ): Promise<FastifyReply> => {
    const view = await recoveryView(context, viewerOf(request))
    if (!view) throw notFound()
    return showRecovery(request, reply, { ...view, ...around, typed: typedFields(request) })
  }

  app.get<{ Querystring: { done?: unknown; more?: unknown } }>('/admin/recovery', {}, async (request, reply) => {
    const { done, more } = request.query
    const given = Number(done)
    const shown = done !== undefined && Number.isSafeInteger(given)
    return show(request, reply, { done: shown ? { given, moreLeft: more === '1' } : null, errors: [] })
  })

  app.post('/admin/recovery', {}, async (request, reply) => {
    const form = typedFields(request)
    const { accountId = '', sheet1 = '', sheet2 = '', keeper1 = '', keeper2 = '', compared } = form
    const refused = (errors: readonly FormError[]): Promise<FastifyReply> =>
      show(request, reply.code(422), { done: null, errors })
    if (accountId === '') return refused([{ field: 'accountId', code: 'recoveryChoiceMissing' }])
    const confirms = accountId !== GRANTS_ALONE
    if (confirms && compared !== 'yes') return refused([{ field: 'compared', code: 'comparedMissing' }])
    const recovered = await recoverWithSheets(context, viewerOf(request), {
      sheets: [
        { sheet: sheet1, keeper: keeper1.slice(0, 30) },
        { sheet: sheet2, keeper: keeper2.slice(0, 30) },
      ],
      confirm: confirms ? { accountId: accountId as AccountId, shown: form[`shown-${accountId}`] ?? '' } : null,
      most: PER_REQUEST,
    })
    if (!recovered.ok) {
      if (recovered.refusal.code === 'notFound') throw notFound()
      return refused([{ field: fieldOf(recovered.refusal), code: recovered.refusal.code }])
    }
    const { given, moreLeft } = recovered.value
    return reply.redirect(paths.adminRecovery({ done: given, ...(moreLeft && { more: '1' }) }), 303)
  })
}

function fieldOf(refused: Exclude<RecoveryRefusal, { code: 'notFound' }>): string {
  switch (refused.code) {
    case 'fingerprintDiffers':
      return 'compared'
    case 'keeperMissing':
      return `keeper${refused.at + 1}`
    case 'recoverySheetMistyped':
      return `sheet${refused.at + 1}`
    case 'keepersSame':
      return 'keeper2'
    case 'sheetsSame':
    case 'sheetsOfAnotherSet':
      return 'sheet2'
  }
}

import { expect, it } from 'vitest'
import { administratorRoles, roles } from '../organisation/types.ts'
import { areas, commandGrants, mayOpen, roleFor, rolesRefusal } from './permissions.ts'

it.each(administratorRoles)('R87: %s does nothing with content', (role) => {
  for (const command of Object.keys(commandGrants) as (keyof typeof commandGrants)[])
    expect(roleFor([role], command)).toBeNull()
  for (const area of ['record', 'ownRecords', 'dedicatedRegister', 'opinions'] as const)
    expect(mayOpen([role], area)).toBe(false)
})

it('R87: nobody holds two administrator roles, or one beside any other role', () => {
  expect(rolesRefusal(['systemAdmin', 'auditAdmin'])).toMatchObject({ code: 'twoAdministrators' })
  for (const role of roles.filter((other) => !(administratorRoles as readonly string[]).includes(other)))
    expect(rolesRefusal(['securityAdmin', role])).toMatchObject({ code: 'administratorWithContentRole' })
  expect(rolesRefusal(['systemAdmin'])).toBeNull()
  expect(rolesRefusal(['disciplineHandler', 'enforcementOfficer'])).toBeNull()
})

it('R17: everybody who works here may record, and nobody but an administrator is kept out', () => {
  for (const role of roles)
    expect(roleFor([role], 'registerInquiry') !== null).toBe(!(administratorRoles as readonly string[]).includes(role))
})

it('R8, R37: unit heads have no step on a record; Party group members read by permit and do nothing', () => {
  const commands = (Object.keys(commandGrants) as (keyof typeof commandGrants)[]).filter(
    (command) => command !== 'registerInquiry',
  )
  const reading = new Set<string>(['recordView', 'recordPrint', 'recordExport', 'requestPermit'])
  for (const command of commands) {
    expect(roleFor(['handlingUnitHead', 'enforcementOfficer', 'personnelOfficer'], command)).toBeNull()
    expect(roleFor(['leadingPartyGroup'], command) !== null).toBe(reading.has(command))
  }
})

it('every area can be opened by somebody', () => {
  for (const area of areas) expect(roles.some((role) => mayOpen([role], area))).toBe(true)
})

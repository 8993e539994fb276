/** The bureau that the stories about people, keys and grants play in: one of each who takes part in a record, and who makes the accounts. */
import {
  type TestPerson,
  aDisciplineHandler,
  aDisciplineHead,
  aDisciplineLead,
  anAdministrator,
  anOfficer,
} from './registry.ts'

/** `songyilin` records; `gaoming` handles, `tangke` heads the office, `luzheng` signs; `securityadmin` gives roles. And whom a story needs besides. */
export const aSmallBureau = (...besides: readonly TestPerson[]): readonly TestPerson[] => [
  anOfficer('songyilin', '宋怡林'),
  aDisciplineHandler('gaoming', '高茗'),
  aDisciplineHead('tangke', '唐可'),
  aDisciplineLead('luzheng', '陆峥'),
  anAdministrator('securityAdmin'),
  ...besides,
]

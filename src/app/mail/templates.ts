/**
 * Every mail that the product can send (R88): that there is something to do, and nothing of what. No name, no case, no number of a record, no word that
 * tells of the register; the address only where the operator allows it. test/stories/mail.test.ts holds each of them to the letter.
 */
export type Mail = { readonly subject: string; readonly text: string }

/** `address` is null unless the operator allows it. */
export const taskMail = (count: number, address: string | null): Mail => ({
  subject: `您有${count}项待办`,
  text: `您有${count}项待办，请登录办理。\n${address === null ? '' : `${address}\n`}`,
})

export const testMail = (): Mail => ({ subject: '测试邮件', text: '这是一封测试邮件，收到即表示设置可用。\n' })

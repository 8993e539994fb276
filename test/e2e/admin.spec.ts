/** Three administrators who run the service and see no content: accounts, security events, the state of the system. */
import type { Page } from '@playwright/test'
import { registerInquiry } from './journey.ts'
import { expect, nextCode, screenshot, test } from './registry.ts'

const SECURITY = '任静'
const AUDIT = '郝学文'
const SYSTEM = '董浩然'
const PASSWORD = '一句够长的话可以做密码吗'
const notFound = (page: Page) => expect(page.getByRole('heading', { level: 1, name: '没有找到这个页面' })).toBeVisible()

test('R87: an account is created, its code is shown once, and its holder activates it', async ({
  as,
  visitor,
  demo,
}) => {
  const security = await as(SECURITY)
  await security.getByRole('navigation', { name: '主导航' }).getByRole('link', { name: '账户' }).click()
  await screenshot(security, 'admin-accounts')
  await security.getByRole('link', { name: '新建账户' }).click()

  await test.step('an administrator holds no other role', async () => {
    await security.getByLabel('姓名', { exact: true }).fill('柳青禾')
    await security.getByLabel('工号').fill('QY9001')
    await security.getByLabel('单位', { exact: true }).selectOption('城东分局')
    await security.getByLabel('职务').fill('执法队员')
    await security.getByLabel('用户名').fill('liuqinghe')
    await security.getByRole('checkbox', { name: '安全管理员' }).check()
    await security.getByRole('checkbox', { name: '审计管理员' }).check()
    await security.getByRole('button', { name: '建立账户' }).click()
    await expect(security.getByRole('alert')).toContainText('一个账户只能担任一种管理员。')
    await expect(security.getByLabel('姓名', { exact: true })).toHaveValue('柳青禾')
    await screenshot(security, 'admin-new-account-refused')
    await security.getByRole('checkbox', { name: '审计管理员' }).uncheck()
    await security.getByRole('checkbox', { name: '执法人员' }).check()
    await security.getByRole('button', { name: '建立账户' }).click()
    await expect(security.getByRole('alert')).toContainText('管理员不能兼任办理记录的职责。')
    await security.getByRole('checkbox', { name: '安全管理员' }).uncheck()
  })

  await security.getByRole('button', { name: '建立账户' }).click()
  await expect(security.getByRole('heading', { level: 1, name: '账户已建立' })).toBeVisible()
  await screenshot(security, 'admin-activation-code')
  const code = (await security.locator('.lh-secret').innerText()).trim()
  await security.getByRole('link', { name: '回到账户列表' }).click()
  const row = security.getByRole('row').filter({ hasText: 'liuqinghe' })
  await expect(row).toContainText('待启用')
  await row.getByRole('link').click()
  await expect(security.getByRole('main')).not.toContainText(code)

  const holder = await visitor()
  await test.step('activation: the password rules and the authenticator', async () => {
    await holder.goto('/sign-in')
    await holder.getByRole('link', { name: '首次使用' }).click()
    await holder.getByLabel('用户名').fill('liuqinghe')
    await holder.getByLabel('启用码').fill('0000-0000-0000')
    await holder.getByRole('button', { name: '继续' }).click()
    await expect(holder.getByRole('alert')).toContainText('用户名与启用码不符')
    await holder.getByLabel('启用码').fill(code)
    await holder.getByRole('button', { name: '继续' }).click()
    await expect(holder.getByRole('heading', { level: 1, name: '设置密码和验证器' })).toBeVisible()
    await expect(holder.getByRole('img', { name: '验证器二维码' })).not.toHaveJSProperty('naturalWidth', 0)
    await screenshot(holder, 'activate-enrol')

    const totpSecret = (await holder.locator('.lh-secret').innerText()).replaceAll(' ', '')
    const enrol = async (password: string, again: string, totpCode = '000000'): Promise<void> => {
      await holder.getByLabel('新密码', { exact: true }).fill(password)
      await holder.getByLabel('再输入一次新密码').fill(again)
      await holder.getByLabel('验证码').fill(totpCode)
      await holder.getByRole('button', { name: '启用' }).click()
    }
    await enrol('short', 'short')
    await expect(holder.getByRole('alert')).toContainText('密码太短')
    await enrol(PASSWORD, '另一句够长的话可以做密码')
    await expect(holder.getByRole('alert')).toContainText('两次输入的密码不一致。')
    await screenshot(holder, 'activate-refused')
    await enrol(PASSWORD, PASSWORD)
    await expect(holder.getByRole('alert')).toContainText('验证码不正确')
    await enrol(PASSWORD, PASSWORD, await nextCode({ username: 'liuqinghe', totpSecret }))
    await expect(holder.getByText('账户已启用，请登录。')).toBeVisible()

    await demo.enter(holder, {
      name: '柳青禾',
      unit: '城东分局',
      roles: ['enforcementOfficer'],
      username: 'liuqinghe',
      password: PASSWORD,
      totpSecret,
    })
    await expect(holder.getByRole('button', { name: '登记一次过问' })).toBeVisible()
    await screenshot(holder, 'home-empty')
  })

  await test.step('the code works once', async () => {
    const other = await visitor()
    await other.goto('/activate')
    await other.getByLabel('用户名').fill('liuqinghe')
    await other.getByLabel('启用码').fill(code)
    await other.getByRole('button', { name: '继续' }).click()
    await expect(other.getByRole('alert')).toContainText('用户名与启用码不符')
  })
})

test('R87: the audit administrator sees events without content, and whether both trails are whole', async ({ as }) => {
  const officer = await as('吴悦欣')
  const number = await registerInquiry(officer, {
    caseTitle: '审计不见内容核对案',
    inquirerKind: '内部人员',
    inquirerName: '胡俊杰',
    exactWords: '问问进展。',
  })
  const page = await as(AUDIT)
  await page.getByRole('navigation', { name: '主导航' }).getByRole('link', { name: '审计' }).click()
  await expect(page.getByText(/^完整，共 \d+ 条$/)).toHaveCount(2)
  await expect(page.getByRole('cell', { name: /登录$/ }).first()).toBeVisible()
  await screenshot(page, 'admin-audit')
  for (const word of [number, '审计不见内容核对案', '胡俊杰', '问问进展'])
    await expect(page.getByRole('main')).not.toContainText(word)
})

test('R87: the system administrator sees the state of the service', async ({ as }) => {
  const page = await as(SYSTEM)
  await page.getByRole('navigation', { name: '主导航' }).getByRole('link', { name: '系统' }).click()
  await expect(page.getByText(/^完整，共 \d+ 条$/)).toHaveCount(2)
  await expect(page.getByText('SQLite')).toBeVisible()
  await page.getByLabel('无操作多少分钟后退出登录').fill('3')
  await page.getByRole('button', { name: '保存' }).click()
  await expect(page.getByRole('alert')).toContainText('请填写 5 至 120 之间的整数。')
  await page.getByLabel('无操作多少分钟后退出登录').fill('45')
  await page.getByRole('button', { name: '保存' }).click()
  await expect(page.getByLabel('无操作多少分钟后退出登录')).toHaveValue('45')
  await screenshot(page, 'admin-system')
})

test('R87: no administrator opens a record, a draft, or what belongs to another administrator', async ({ as }) => {
  const officer = await as('吴悦欣')
  const number = await registerInquiry(officer, {
    caseTitle: '管理员不见内容核对案',
    inquirerKind: '内部人员',
    inquirerName: '胡俊杰',
    exactWords: '催一下。',
  })
  const own: Readonly<Record<string, string>> = {
    [SECURITY]: '/admin/accounts',
    [AUDIT]: '/admin/audit',
    [SYSTEM]: '/admin/system',
  }
  for (const [name, path] of Object.entries(own)) {
    const page = await as(name)
    await screenshot(page, `home-${path.split('/').at(-1)}`)
    const others = Object.values(own).filter((each) => each !== path)
    for (const closed of [`/records/${number}`, `/records/${number}/form.pdf`, '/records', '/drafts', ...others]) {
      await page.goto(closed)
      await notFound(page)
    }
    expect((await page.goto(path))?.status()).toBe(200)
  }
})

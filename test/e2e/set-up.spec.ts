/**
 * A whole first set-up in the browser, from an empty folder to the first sign-in, on a phone and on a desk: started with `serve` as an operator
 * starts it, with a process that is stopped in the middle.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { program } from './prepare.ts'
import { type Finding, findings } from './looking.ts'
import { freePort, screenshot } from './registry.ts'

const LIST = `姓名,工号,单位,单位类别,职务,领导干部,单位负责人,任职日期,免职日期
陆峥,QY0001,局领导班子,局班子,党组成员、副局长,是,否,2021-03-01,
王浩,QY0002,办公室,科室,信息管理员,否,否,2020-06-01,
李娜,QY0003,办公室,,保密员,否,否,2020-06-01,
赵敏,QY0004,办公室,,内审员,否,否,2022-06-01,
唐可,QY0005,纪检监察室,纪检监察室,主任,否,是,2021-09-01,
宋怡林,QY0006,直属一中队,直属中队,四级主办,否,否,2023-05-08,
`

class Served {
  readonly folder = mkdtempSync(join(tmpdir(), 'liuhen-set-up-'))
  printed = ''
  #port = 0
  #process: ChildProcess | null = null

  async start(): Promise<void> {
    this.#port ||= await freePort()
    this.printed = ''
    const started = spawn(process.execPath, [program, 'serve', '--data', this.folder, '--port', String(this.#port)], {
      env: { ...process.env, DATABASE_URL: '', LANG: 'zh_CN.UTF-8' },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const take = (bytes: Buffer): void => void (this.printed += bytes.toString())
    started.stdout.on('data', take)
    started.stderr.on('data', take)
    this.#process = started
    await expect.poll(() => this.printed, { timeout: 20_000 }).toMatch(/http:\S+/)
  }

  get link(): string {
    return /http:\S+\/set-up\/begin\/\S+/.exec(this.printed)?.[0] ?? ''
  }

  /** Without a chance to clean up. */
  async kill(): Promise<void> {
    const ended = new Promise((done) => this.#process?.once('exit', done))
    this.#process?.kill('SIGKILL')
    await ended
  }

  async end(): Promise<void> {
    await this.kill()
    rmSync(this.folder, { recursive: true, force: true })
  }
}

test('R5, R34, R35, R87: from an empty folder to the first sign-in', async ({ browser, viewport, locale }) => {
  // The phone does it without scripts.
  const javaScriptEnabled = (viewport?.width ?? 0) > 600
  const context = await browser.newContext({ viewport, javaScriptEnabled, ...(locale && { locale }) })
  const page = await context.newPage()
  const served = new Served()
  const found: Finding[] = []
  const shoot = async (name: string): Promise<void> => {
    await screenshot(page, `set-up-${name}`)
    // axe is a script itself.
    if (javaScriptEnabled) found.push(...(await findings(page, `set-up ${name}`)))
  }
  const next = (name: string): Promise<void> => page.getByRole('link', { name }).click()
  const press = (name: string): Promise<void> => page.getByRole('button', { name, exact: true }).click()
  try {
    await served.start()
    const { origin } = new URL(served.link)
    await page.goto(origin)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('本系统尚未完成初始设置')
    expect((await page.goto(`${served.link.slice(0, -1)}_`))?.status()).toBe(404)
    await page.goto(served.link)
    await shoot('begin')
    await press('开始')
    await shoot('overview-empty')

    await next('继续：单位')
    await press('保存并继续')
    await expect(page.getByRole('alert')).toContainText('请填写单位全称。')
    await page.getByLabel('单位全称').fill('清源区综合执法局')
    await press('保存并继续')

    await next('继续：机构和人员')
    await shoot('people-empty')
    await upload(page, LIST.replace('2023-05-08', '2023年5月32日').replace('QY0004', ''))
    await expect(page.getByRole('alert')).toContainText('名册中有 2 处需要改正')
    await expect(page.getByText('“任职日期”写的是“2023年5月32日”')).toBeVisible()
    await shoot('people-problems')
    await upload(page, LIST)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('核对后生效')
    await shoot('people-preview')
    await press('确认')
    await expect(page.getByText('现有 6 人，4 个单位。')).toBeVisible()
    await page.getByLabel('姓名', { exact: true }).fill('高茗')
    await page.getByLabel('工号').fill('QY0007')
    await page.getByLabel('单位', { exact: true }).fill('纪检监察室')
    await page.getByLabel('职务').fill('科员')
    await page.getByLabel('任职日期').fill('2024')
    await press('添加')
    await expect(page.getByRole('alert')).toContainText('不是日期')
    await expect(page.getByLabel('姓名', { exact: true })).toHaveValue('高茗')
    await page.getByLabel('任职日期').fill('2024-2-1')
    await press('添加')
    await shoot('people')
    await next('人员已齐，继续')

    await next('继续：三员')
    const choose = async (role: string, name: string): Promise<void> => {
      const group = page.getByRole('region', { name: role })
      await group.getByLabel('人员').selectOption({ label: name })
    }
    await choose('系统管理员', '王浩 QY0002')
    await choose('安全管理员', '王浩 QY0002')
    await choose('审计管理员', '赵敏 QY0004')
    await press('保存并继续')
    await expect(page.getByRole('alert')).toContainText('三员须由三个人分别担任')
    await shoot('administrators')
    await choose('安全管理员', '李娜 QY0003')
    await press('保存并继续')

    // The process dies here; what was acknowledged is there when it comes back, behind a new link.
    await served.kill()
    const old = served.link
    await served.start()
    expect((await page.goto(old))?.status()).toBe(404)
    expect((await page.goto(`${origin}/set-up`))?.status()).toBe(404)
    await page.goto(served.link)
    await press('开始')
    await expect(page.getByText('系统管理员 王浩、安全管理员 李娜、审计管理员 赵敏')).toBeVisible()

    await next('继续：其他账户')
    await page.getByLabel('人员', { exact: true }).selectOption({ label: '唐可 QY0005' })
    await page.getByLabel('纪检监察室负责人').check()
    await press('添加账户')
    await shoot('accounts')
    await press('添加完毕，继续')

    await next('继续：恢复单')
    await shoot('recovery')
    await press('制作恢复单')
    const sheets: string[] = []
    for (const number of [1, 2, 3]) {
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(`恢复单 第 ${number} 张（共 3 张）`)
      sheets.push((await page.locator('.lh-sheet').textContent()) ?? '')
      if (number === 2) await shoot('sheet')
      const pdf = await page.request.get(`${origin}/set-up/recovery/${number}.pdf`)
      expect(pdf.headers()['cache-control']).toBe('no-store')
      expect((await pdf.body()).subarray(0, 5).toString()).toBe('%PDF-')
      await next(number < 3 ? `已打印，看第 ${number + 1} 张` : '三张都已打印，试用一张')
    }
    await page.getByLabel('恢复单上的字符').fill((sheets[1] ?? '').replace(/.$/, '='))
    await press('试用')
    await expect(page.getByRole('alert')).toContainText('与恢复单不符')
    await page.getByLabel('恢复单上的字符').fill((sheets[1] ?? '').toLowerCase().replaceAll('-', ' '))
    await press('试用')
    await expect(page.getByRole('status')).toHaveText('恢复单已制作并试用。')
    await next('返回各步一览')

    await next('继续：办理时限')
    await page.getByLabel('登记之后多少个工作日内接收').fill('0')
    await press('保存并继续')
    await expect(page.getByRole('alert')).toContainText('1 至 365')
    await page.getByLabel('登记之后多少个工作日内接收').fill('2')
    await shoot('limits')
    await press('保存并继续')
    await shoot('overview-done')

    await press('建立登记簿')
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('登记簿已经建立')
    await shoot('codes')
    const slip = page.getByRole('region', { name: '李娜' })
    const code = /\w{5}-\w{5}-\w{5}-\w{5}/.exec((await slip.textContent()) ?? '')?.[0] ?? ''
    // Nothing of the sheets and of the codes lies in the folder, nor in what the process said.
    for (const secret of [...sheets, code]) expect(everythingIn(served.folder) + served.printed).not.toContain(secret)
    await press('结束设置，开始使用')
    await shoot('closed')
    await expect(page).toHaveURL(`${origin}/sign-in`, { timeout: 15_000 })
    expect(existsSync(join(served.folder, 'set-up.json'))).toBe(false)
    expect((await page.goto(served.link))?.status()).toBe(404)

    await page.goto(`${origin}/activate`)
    await page.getByLabel('用户名').fill('lina')
    await page.getByLabel('启用码').fill(code)
    await press('继续')
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('设置密码和验证器')
    expect(found).toEqual([])
  } finally {
    await context.close()
    await served.end()
  }
})

async function upload(page: Page, list: string): Promise<void> {
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: '名册.csv', mimeType: 'text/csv', buffer: Buffer.from(list) })
  await page.getByRole('button', { name: '上传并预览' }).click()
}

const everythingIn = (folder: string): string =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
    .join('\n')

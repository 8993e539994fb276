/** The nginx of this machine with packaging/nginx/liuhen.conf, of which only ports, the name and the certificate's place are changed. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type TlsProxy, askOverTls, selfSigned } from './tls-proxy.ts'

const SHIPPED = fileURLToPath(new URL('../../packaging/nginx/liuhen.conf', import.meta.url))
// Debian keeps it where a user's PATH does not look.
const env = { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` }

export type Nginx = TlsProxy & {
  /** Where nginx wrote files, of bodies and answers among them, and its error log's text. */
  readonly traces: () => { readonly bodies: readonly string[]; readonly errors: string }
}

/** Whether there is one here; says so where not. */
export function nginxIsHere(): boolean {
  const here = spawnSync('nginx', ['-v'], { env, stdio: 'ignore' }).status === 0
  if (!here) console.warn('\n*** No nginx on this machine: packaging/nginx/liuhen.conf is NOT TESTED. ***\n')
  return here
}

/** @throws {Error} with what nginx said, when it does not take the configuration. */
export async function anNginx(upstreamPort: number): Promise<Nginx> {
  const folder = mkdtempSync(join(tmpdir(), 'liuhen-nginx-'))
  const [clear, tls] = [await aFreePort(), await aFreePort()]
  const { key, cert } = selfSigned()
  writeFileSync(join(folder, 'liuhen.key'), key, { mode: 0o600 })
  writeFileSync(join(folder, 'liuhen.crt'), cert)
  const site = readFileSync(SHIPPED, 'utf8')
    .replace('listen 80;', `listen 127.0.0.1:${clear};`)
    .replace('listen 443 ssl', `listen 127.0.0.1:${tls} ssl`)
    .replaceAll('server_name liuhen.bureau.example', 'server_name localhost')
    .replaceAll('/etc/nginx/tls/', `${folder}/`)
    .replace('http://127.0.0.1:8400', `http://127.0.0.1:${upstreamPort}`)
    // A port that is not TLS's own stands in the name that the browser asked under.
    .replaceAll('$host;', '$http_host;')
  // In folders of two levels: nginx takes its files away when it is done, and leaves the folders, which tell that there was one.
  const kinds = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
  const places = kinds.map((kind) => `${kind}_temp_path ${folder}/temp-${kind} 1 2;`).join(' ')
  writeFileSync(join(folder, 'site.conf'), site)
  writeFileSync(
    join(folder, 'nginx.conf'),
    `daemon off; master_process off; pid ${folder}/pid;\nevents {}\nhttp { ${places} include ${folder}/site.conf; }\n`,
  )
  const errors = join(folder, 'errors.log')
  const nginx = spawn('nginx', ['-p', folder, '-c', join(folder, 'nginx.conf'), '-e', errors], { env, stdio: 'ignore' })
  const host = `localhost:${tls}`
  const ask = askOverTls(host, cert)
  await untilItAnswers(nginx, ask, errors)
  return {
    host,
    origin: `https://${host}`,
    ask,
    traces: () => ({
      bodies: kinds.flatMap((kind) => readdirSync(join(folder, `temp-${kind}`), { recursive: true, encoding: 'utf8' })),
      errors: statSync(errors).size === 0 ? '' : readFileSync(errors, 'utf8'),
    }),
    async close() {
      await ended(nginx)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function untilItAnswers(nginx: ChildProcess, ask: TlsProxy['ask'], errors: string): Promise<void> {
  let last: unknown
  for (let tries = 0; tries < 200; tries += 1) {
    if (nginx.exitCode !== null) throw new Error(`nginx: ${readFileSync(errors, 'utf8')}`)
    const answered = await ask({ path: '/healthz' }).then(
      () => true,
      (error: unknown) => {
        last = error
        return false
      },
    )
    if (answered) return
    await new Promise((waited) => setTimeout(waited, 50))
  }
  await ended(nginx)
  throw new Error('nginx does not answer', { cause: last })
}

function ended(nginx: ChildProcess): Promise<void> {
  return new Promise((done) => {
    if (nginx.exitCode !== null) return done()
    nginx.once('exit', () => done())
    nginx.kill('SIGTERM')
  })
}

async function aFreePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as AddressInfo
  await new Promise((closed) => server.close(closed))
  return port
}

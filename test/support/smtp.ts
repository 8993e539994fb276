/**
 * A mail server on loopback, with as much of RFC 5321 as a test needs: it takes mails, keeps them, and can refuse.
 *
 *     const server = await aMailServer({ user: 'notice', password: 'secret' })
 */
import { createServer, type Socket } from 'node:net'
import type { AddressInfo } from 'node:net'

export type TakenMail = { readonly from: string; readonly to: string; readonly data: string; readonly greeting: string }

export type MailServer = {
  readonly port: number
  readonly taken: readonly TakenMail[]
  /** Every connection that was opened, and every user that was tried. */
  readonly connections: () => number
  /** From now on every mail is refused, or taken again. */
  refuse(refusing: boolean): void
  close(): Promise<void>
}

export async function aMailServer(login: { user: string; password: string } | null = null): Promise<MailServer> {
  const taken: TakenMail[] = []
  const sockets = new Set<Socket>()
  let [connections, refusing] = [0, false]
  const server = createServer((socket) => {
    connections += 1
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => {})
    const say = (line: string): void => void socket.write(`${line}\r\n`)
    let [text, greeting, from, to] = ['', '', '', '']
    let [inData, known] = [false, login === null]
    const expected = login && Buffer.from(`\0${login.user}\0${login.password}`).toString('base64')
    const command = (line: string): void => {
      const [verb = '', ...rest] = line.split(' ')
      switch (verb.toUpperCase()) {
        case 'EHLO':
          greeting = rest.join(' ')
          return say(login ? '250-mail.test\r\n250 AUTH PLAIN' : '250 mail.test')
        case 'AUTH':
          known = rest[1] === expected
          return say(known ? '235 ok' : '535 wrong')
        case 'MAIL':
          from = /<([^>]*)>/.exec(line)?.[1] ?? ''
          return say(!known ? '530 sign in' : refusing ? '451 later' : '250 ok')
        case 'RCPT':
          to = /<([^>]*)>/.exec(line)?.[1] ?? ''
          return say('250 ok')
        case 'DATA':
          inData = true
          return say('354 go on')
        case 'QUIT':
          say('221 bye')
          return void socket.end()
        default:
          return say('250 ok')
      }
    }
    say('220 mail.test')
    socket.on('data', (chunk) => {
      text += chunk.toString('utf8')
      for (;;) {
        if (inData) {
          const end = text.indexOf('\r\n.\r\n')
          if (end < 0) return
          taken.push({ from, to, data: text.slice(0, end), greeting })
          text = text.slice(end + 5)
          inData = false
          say('250 taken')
        }
        const line = text.indexOf('\r\n')
        if (line < 0) return
        const next = text.slice(0, line)
        text = text.slice(line + 2)
        command(next)
      }
    })
  })
  await new Promise<void>((listening) => void server.listen(0, '127.0.0.1', listening))
  return {
    port: (server.address() as AddressInfo).port,
    taken,
    connections: () => connections,
    refuse: (wanted) => void (refusing = wanted),
    close: () =>
      new Promise((closed) => {
        for (const socket of sockets) socket.destroy()
        server.close(() => closed())
      }),
  }
}

/** `liuhen serve` on a register that nobody has set up: prints the one-time link and waits until the browser is done. */
import { once } from 'node:events'
import { type OpenedRegistry, setUpDoorOf } from '../main.ts'
import { listen, publicAddress, type ServingPlace } from './serving.ts'
import { say, type Language } from './text.ts'
import { untilStopped } from './stopping.ts'

/**
 * True when the set-up was finished and the register's own door may open; false when a signal came first. The link goes to standard output and
 * nowhere else: not into the log, not into a file.
 */
export async function setUpInBrowser(
  registry: OpenedRegistry,
  place: ServingPlace,
  language: Language,
): Promise<boolean> {
  const s = say(language)
  const finished = new AbortController()
  await untilStopped(async (stopping) => {
    const { door, token } = await setUpDoorOf(registry, place.serving, () => finished.abort(), process.stderr)
    const listening = await listen(door, place)
    const link = `${publicAddress() ?? listening}/set-up/begin/${token}`
    console.log(
      s(
        `留痕还没有设置。请用浏览器打开下面的一次性链接，完成初始设置：\n\n  ${link}\n\n链接只能使用一次；重新启动会打印新的链接，已填写的内容不会丢失。`,
        `Liuhen is not set up yet. Open this one-time link in a browser:\n\n  ${link}\n\nIt works once; a restart prints a new one, and nothing that was filled in is lost.`,
      ),
    )
    const over = AbortSignal.any([stopping, finished.signal])
    if (!over.aborted) await once(over, 'abort')
    await door.close()
  })
  return finished.signal.aborted
}

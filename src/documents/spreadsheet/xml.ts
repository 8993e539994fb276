/**
 * The little XML that the parts of a spreadsheet are written in, read as a stream of tags and texts. Prefixes are dropped. A document type is
 * refused, and with it every entity but the five of XML itself: nothing can refer to a file or grow.
 */
export type XmlPiece =
  | { readonly kind: 'open'; readonly name: string; readonly attributes: ReadonlyMap<string, string> }
  | { readonly kind: 'close'; readonly name: string }
  | { readonly kind: 'text'; readonly text: string }

const PIECE =
  /<\?[^]*?\?>|<!--[^]*?-->|<!\[CDATA\[(?<cdata>[^]*?)\]\]>|<(?<slash>\/?)(?<name>[A-Za-z_][\w.:-]*)(?<attributes>(?:\s+[\w.:-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(?<empty>\/?)>|(?<text>[^<]+)/gy
const ATTRIBUTE = /([\w.:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g
const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** Throws a SyntaxError for what is not XML of this kind. Opening and closing tags come in pairs, also of an empty element. */
export function* xmlPieces(xml: string): Generator<XmlPiece> {
  const start = xml.startsWith('\ufeff') ? 1 : 0
  let end = start
  const open: string[] = []
  const pattern = new RegExp(PIECE.source, PIECE.flags)
  pattern.lastIndex = start
  for (let match = pattern.exec(xml); match; match = pattern.exec(xml)) {
    end = pattern.lastIndex
    const { cdata, slash, name, attributes = '', empty, text } = match.groups ?? {}
    if (text !== undefined) yield { kind: 'text', text: unescaped(text) }
    else if (cdata !== undefined) yield { kind: 'text', text: cdata }
    else if (name !== undefined && slash === '/') {
      if (open.pop() !== name) throw new SyntaxError('a tag is closed that was not open')
      yield { kind: 'close', name: bare(name) }
    } else if (name !== undefined) {
      yield { kind: 'open', name: bare(name), attributes: attributesOf(attributes) }
      if (empty === '/') yield { kind: 'close', name: bare(name) }
      else open.push(name)
    }
  }
  if (end !== xml.length || open.length > 0) throw new SyntaxError('not the XML of a spreadsheet')
}

const bare = (name: string): string => name.slice(name.indexOf(':') + 1)

const attributesOf = (text: string): ReadonlyMap<string, string> =>
  new Map([...text.matchAll(ATTRIBUTE)].map(([, name = '', a, b]) => [bare(name), unescaped(a ?? b ?? '')]))

const unescaped = (text: string): string =>
  text.replaceAll(
    /&(?:#x([\da-fA-F]{1,6})|#(\d{1,7})|(\w+));/g,
    (_whole, hex?: string, decimal?: string, name?: string) => {
      const character =
        name === undefined ? fromCodePoint(hex ? Number.parseInt(hex, 16) : Number(decimal)) : named[name]
      if (character === undefined) throw new SyntaxError('an entity that XML itself does not know')
      return character
    },
  )

const fromCodePoint = (point: number): string | undefined =>
  point <= 0x10_ffff ? String.fromCodePoint(point) : undefined

/**
 * A whole HTML document: the frame that every page shares, around what the page says.
 *
 * No inline script and no inline style (CSP). Works without scripts: the language, the text size and signing out are forms.
 */
import type { ComponentChildren } from 'preact'
import { renderToString } from 'preact-render-to-string'
import { type Chrome, ChromeProvider } from './chrome.ts'
import { Banner } from './components/Banner.tsx'
import { SiteFooter } from './components/SiteFooter.tsx'
import { SiteHeader } from './components/SiteHeader.tsx'
import { Watermark } from './components/Watermark.tsx'
import { textFor } from './language.ts'

/** A mark on paper, in our blue. In the page itself, so that browsers ask for no file. */
const ICON =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Crect width='16' height='16' rx='3' fill='%231d4f91'/%3E%3Cpath d='M4 8.5l2.7 2.7L12 5.5' fill='none' stroke='%23fff' stroke-width='2'/%3E%3C/svg%3E"

export type PageProps = {
  readonly title: string
  /** For lists and tables: uses the width of the window. */
  readonly wide?: boolean
  readonly children: ComponentChildren
}

/** The document as text, doctype first. `title` goes into the tab only; the page says its own heading. */
export function renderPage(chrome: Chrome, { title, wide = false, children }: PageProps): string {
  const text = textFor(chrome.language).frame
  const document = (
    <html lang={chrome.language} class={chrome.largeText ? 'large' : undefined}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light" />
        <meta name="format-detection" content="telephone=no" />
        <title>{`${title} — 留痕`}</title>
        <link rel="icon" href={ICON} />
        {chrome.assets.styles.map((href) => (
          <link key={href} rel="stylesheet" href={href} />
        ))}
        {chrome.assets.scripts.map((src) => (
          <script key={src} type="module" src={src} />
        ))}
      </head>
      <body class="lh-page">
        <ChromeProvider chrome={chrome}>
          <a class="lh-skip-link" href="#main">
            {text.skipToContent}
          </a>
          <SiteHeader />
          <main id="main" class={wide ? 'lh-main lh-main--wide' : 'lh-main'} tabIndex={-1}>
            {chrome.flash && <Banner kind={chrome.flash.kind}>{chrome.flash.text}</Banner>}
            {children}
          </main>
          <SiteFooter />
          {chrome.watermark !== null && <Watermark text={chrome.watermark} />}
        </ChromeProvider>
      </body>
    </html>
  )
  return `<!doctype html>${renderToString(document)}`
}

/** What must hold for the markup of every page, in both languages: see test/support/gallery.tsx for the pages. */
import { describe, expect, it } from 'vitest'
import { gallery } from '../../test/support/gallery.tsx'
import type { Chrome } from './chrome.ts'
import { languages } from './language.ts'
import { renderPage } from './page.tsx'

const attributes = (tag: string): ReadonlyMap<string, string> =>
  new Map([...tag.matchAll(/\s([\w-]+)(?:="([^"]*)")?/g)].map(([, name = '', value = '']) => [name, value]))
const tags = (html: string, name: string): ReadonlyMap<string, string>[] =>
  [...html.matchAll(new RegExp(`<${name}(?=[\\s>/])[^>]*>`, 'g'))].map(([tag]) =>
    attributes(tag.replace(/^<[\w-]+/, '')),
  )
const idsOf = (html: string): string[] => [...html.matchAll(/\sid="([^"]+)"/g)].map(([, id = '']) => id)

/** Without its own action a form goes to its page; each has its own token. */
const formsOf = (html: string): string[] => [...html.matchAll(/<form[\s\S]*?<\/form>/g)].map(([form]) => form)

describe.each(languages)('pages in %s', (language) => {
  const pages = gallery(language)

  it.each(pages.map(({ name, html }) => [name, html] as const))('%s is a sound document', (_name, html) => {
    expect(html).toMatch(new RegExp(`^<!doctype html><html lang="${language}"`))
    expect(html).toMatch(/<title>[^<]+ — 留痕<\/title>/)
    expect(tags(html, 'h1')).toHaveLength(1)
    // CSP: nothing inline.
    expect(html).not.toMatch(/\sstyle="|<style|<script(?![^>]*\ssrc=)|\son[a-z]+="|javascript:/)
    const ids = idsOf(html)
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([])
  })

  it.each(pages.map(({ name, html }) => [name, html] as const))('%s labels every control', (_name, html) => {
    const ids = new Set(idsOf(html))
    const labelled = new Set(tags(html, 'label').map((label) => label.get('for')))
    for (const target of labelled) expect(ids).toContain(target)
    const controls = [
      ...tags(html, 'input').filter((input) => input.get('type') !== 'hidden'),
      ...tags(html, 'select'),
      ...tags(html, 'textarea'),
    ]
    for (const control of controls) expect(labelled).toContain(control.get('id'))
    for (const described of html.matchAll(/aria-(?:describedby|labelledby)="([^"]+)"/g))
      for (const id of (described[1] ?? '').split(' ')) expect(ids).toContain(id)
  })

  it.each(pages.map(({ name, html }) => [name, html] as const))('%s: errors lead to their controls', (_name, html) => {
    const ids = new Set(idsOf(html))
    const [summary = ''] = /<div class="lh-error-summary"[\s\S]*?<\/div>/.exec(html) ?? []
    for (const [, field = ''] of summary.matchAll(/href="#([^"]+)"/g)) expect(ids).toContain(field)
  })

  it.each(pages.map(({ name, html }) => [name, html] as const))('%s: every post carries the token', (_name, html) => {
    const posts = formsOf(html).filter((form) => /^<form[^>]*method="post"/.test(form))
    expect(formsOf(html).filter((form) => !posts.includes(form) && !/^<form[^>]*method="get"/.test(form))).toEqual([])
    for (const form of posts) expect(form).toContain('name="csrf"')
  })
})

it('R90: every page says that state secrets must not be entered', () => {
  for (const { html } of gallery('zh-CN')) expect(html).toContain('本系统不得录入国家秘密')
})

it('R37: pages with content carry who looks and when, hidden from screen readers', () => {
  const record = gallery('zh-CN').find(({ name }) => name === 'record')
  expect(record?.html).toMatch(/<div class="lh-watermark" aria-hidden="true"><span>周岚 2026年3月6日 10:20<\/span>/)
})

it('R42: not found says the same, whatever was asked for', () => {
  const page = gallery('en').find(({ name }) => name === 'not-found')
  expect(page?.html).not.toContain('r-1')
  expect(page?.html).toContain('Page not found')
})

it('escapes what people wrote', () => {
  const chrome: Chrome = {
    language: 'en',
    largeText: true,
    viewer: { name: '<b>Zhou</b>', unit: '"', roles: ['enforcementOfficer'] },
    taskCount: 0,
    csrf: '',
    path: '/home',
    watermark: '<i>',
    flash: { kind: 'success', text: '<script>' },
    assets: { styles: [], scripts: [] },
  }
  const html = renderPage(chrome, { title: '</title>', children: 'a' })
  expect(html).not.toMatch(/<b>|<i>|<script>|<title><\/title>/)
  expect(html).toContain('&lt;b>Zhou&lt;/b>')
  expect(html).toContain('<html lang="en" class="large">')
})

/** Where templates, fonts and the worker lie: found from the project's own package.json, in the sources and in a build alike. */
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { LiuhenError } from '../kit/liuhen-error.ts'

export type RendererFiles = {
  /** The folder that holds `templates/` and `fonts/`. */
  readonly assets: string
  /** The plain-JavaScript entry of the child process. */
  readonly workerUrl: URL
}

/**
 * Looks upward from a module for the folder whose package.json is named liuhen; its src/documents is where the files lie.
 * Throws `rendererFailed` when there is none, as in a build that was copied away from its project.
 */
export function findRendererFiles(from: string): RendererFiles {
  for (let folder = path.dirname(fileURLToPath(from)); ; folder = path.dirname(folder)) {
    if (isProject(folder)) {
      const assets = path.join(folder, 'src', 'documents')
      return { assets, workerUrl: pathToFileURL(path.join(assets, 'render-worker.mjs')) }
    }
    if (folder === path.dirname(folder))
      throw new LiuhenError('rendererFailed', 'no folder above this file holds the templates and fonts of the papers')
  }
}

function isProject(folder: string): boolean {
  const description = path.join(folder, 'package.json')
  if (!existsSync(description)) return false
  const { name } = JSON.parse(readFileSync(description, 'utf8')) as { name?: unknown }
  return name === 'liuhen'
}

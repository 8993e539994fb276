/** Where sealed files lie: on their way in under the upload's id, then under the digest of the ciphertext. */
import { join } from 'node:path'
import type { AppContext } from '../context.ts'

type Folder = Pick<AppContext, 'dataFolder'>

export const incomingPath = ({ dataFolder }: Folder, id: string): string => join(dataFolder, 'evidence', 'incoming', id)

export const sealedPath = ({ dataFolder }: Folder, sealedName: string): string =>
  join(dataFolder, 'evidence', sealedName.slice(0, 2), sealedName)

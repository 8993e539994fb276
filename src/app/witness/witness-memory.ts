/**
 * What a witness has cosigned: for each log the newest checkpoint, in a SQLite file of its own.
 *
 * The whole worth of a witness is that this never goes back (R26). So each step is one compare-and-set statement, on the
 * disk before it returns, and the database itself refuses a smaller size or a deletion.
 */
import { DatabaseSync } from 'node:sqlite'
import { toHex } from '../../kit/bytes.ts'
import { LiuhenError } from '../../kit/liuhen-error.ts'
import { emptyRoot } from '../../trail/merkle.ts'

export type Cosigned = {
  readonly treeSize: number
  readonly root: Uint8Array
  /** The checkpoint with the log's lines and ours; empty as long as nothing was cosigned. */
  readonly note: string
}

/** Before the first checkpoint of a log: the empty tree. */
export const NOTHING: Cosigned = { treeSize: 0, root: emptyRoot(), note: '' }

export class WitnessMemory {
  readonly #database: DatabaseSync

  /** Throws a LiuhenError `dataFolderUnusable` when the file cannot be opened or is not such a memory. */
  constructor(file: string) {
    try {
      this.#database = new DatabaseSync(file, { timeout: 5000 })
      this.#database.exec(schema)
    } catch (cause) {
      throw new LiuhenError('dataFolderUnusable', `${file} cannot be used as the memory of a witness`, { cause })
    }
  }

  newest(origin: string): Cosigned {
    const row = this.#database.prepare('select size, root, note from cosigned where origin = ?').get(origin)
    if (!row) return NOTHING
    return { treeSize: Number(row['size']), root: row['root'] as Uint8Array, note: String(row['note']) }
  }

  /** The newest checkpoint of the log whose origin has this SHA-256, in hexadecimal; null when there is none. */
  noteByDigest(originDigest: string, digestOf: (origin: string) => Uint8Array): string | null {
    const rows = this.#database.prepare('select origin, note from cosigned').all()
    const row = rows.find(({ origin }) => toHex(digestOf(String(origin))) === originDigest)
    return row ? String(row['note']) : null
  }

  /** Remembers `next` where `last` still is the newest. False when somebody else was faster: then nothing changed. */
  replace(origin: string, last: Cosigned, next: Cosigned): boolean {
    const { changes } =
      last.note === ''
        ? this.#database
            .prepare('insert into cosigned (origin, size, root, note) values (?, ?, ?, ?) on conflict do nothing')
            .run(origin, next.treeSize, next.root, next.note)
        : this.#database
            .prepare('update cosigned set size = ?, root = ?, note = ? where origin = ? and size = ? and root = ?')
            .run(next.treeSize, next.root, next.note, origin, last.treeSize, last.root)
    return changes === 1
  }

  close(): void {
    this.#database.close()
  }
}

const schema = `
  pragma journal_mode = wal;
  pragma synchronous = full;
  create table if not exists cosigned (
    origin text primary key,
    size integer not null,
    root blob not null,
    note text not null check (note <> '')
  ) strict;
  create trigger if not exists cosigned_never_goes_back before update on cosigned
  when new.origin <> old.origin or new.size < old.size or (new.size = old.size and new.root <> old.root)
  begin select raise(abort, 'R26: a witness never goes back'); end;
  create trigger if not exists cosigned_refuse_delete before delete on cosigned
  begin select raise(abort, 'R26: a witness never forgets'); end;
`

/**
 * The tree over one page of hashes (a tile of level 0, or a page of slots), for checks that go through millions: a hash is a string of
 * 32 Latin-1 letters here, which Node makes in a third of the time of a Buffer, and hundreds of them are compared at once.
 */
import { hash } from 'node:crypto'
import { HASH_LENGTH } from '../../trail/merkle.ts'
import { TILE_WIDTH } from '../../trail/tiles.ts'

/** One letter for each byte of a SHA-256. */
export type HashText = string

export const hashText = (preimage: string | Uint8Array): HashText => hash('sha256', preimage, 'binary')

export const bytesOf = (hashes: HashText): Buffer => Buffer.from(hashes, 'latin1')

export class PageTree {
  count = 0
  /** All hashes, one after another. */
  joined: HashText = ''
  /** The complete subtrees over them: the root of as many as there are costs eight hashes at most. */
  readonly #subtrees: HashText[] = []
  readonly #pair = Buffer.alloc(1 + 2 * HASH_LENGTH)

  constructor() {
    this.#pair[0] = 1
  }

  get full(): boolean {
    return this.count === TILE_WIDTH
  }

  add(leaf: HashText): void {
    let node = leaf
    for (let rest = this.count; rest % 2 === 1; rest = (rest - 1) / 2)
      node = this.#over(this.#subtrees.pop() ?? '', node)
    this.#subtrees.push(node)
    this.joined += leaf
    this.count += 1
  }

  /** Of at least one hash. */
  root(): HashText {
    return this.#subtrees.reduceRight((right, left) => this.#over(left, right))
  }

  clear(): void {
    this.count = 0
    this.joined = ''
    this.#subtrees.length = 0
  }

  #over(left: HashText, right: HashText): HashText {
    this.#pair.write(left, 1, HASH_LENGTH, 'latin1')
    this.#pair.write(right, 1 + HASH_LENGTH, HASH_LENGTH, 'latin1')
    return hashText(this.#pair)
  }
}

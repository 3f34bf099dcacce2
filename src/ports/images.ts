import type { Change, ChangeAnswer } from '../domain/change.ts'
import type { ImageSession } from '../domain/change-session.ts'
import type { ImageFacts, ImageRef } from '../domain/image.ts'
import type { Sharing } from '../domain/sharing.ts'
import type { WrongAccount } from '../domain/wrong-account.ts'

interface ImagePage {
  images: readonly { image: ImageRef; facts: ImageFacts }[]
  next?: string
}

export interface Images {
  /** The images that EC2 knows of these, disabled ones too, by id. Throws when EC2 cannot be asked. */
  describe(
    account: string,
    region: string,
    imageIds: readonly string[],
  ): Promise<ReadonlyMap<string, ImageFacts>>
  /** The account's own images whose name, or id, fits; `*` and `?` as EC2 reads them. */
  search(
    account: string,
    region: string,
    pattern: string,
    by?: 'name' | 'image-id',
  ): Promise<readonly { image: ImageRef; facts: ImageFacts }[]>
  /** The account's own images that were copied from, or built upon, any of these: at most 200 ids. Throws when EC2 does not answer. */
  madeFrom(
    account: string,
    region: string,
    imageIds: readonly string[],
  ): Promise<readonly { image: ImageRef; facts: ImageFacts }[]>
  /** All deregistered images that the Recycle Bin of this account and region still holds. */
  recycleBin(account: string, region: string): Promise<readonly RecycledImage[]>
  /** The account's own images, a page of at most 1,000; the next one from where this one says. */
  listPage(account: string, region: string, from?: string): Promise<ImagePage>
  /** Opens the session of a request ahead of its calls, to save time. If it fails, the calls say so. */
  beginSession(session: ImageSession): Promise<void>
  /** Asks EC2 whether it would carry this out, in the session of its request; changes nothing. */
  rehearse(change: Change, session: ImageSession): Promise<ChangeAnswer>
  /** Carries it out, in the session of its request. Tried once: a second try could act twice. Without a session nothing is called. */
  change(change: Change, session: ImageSession): Promise<ChangeAnswer>
  /** Who else may launch it. Throws when EC2 does not answer. */
  sharing(image: ImageRef): Promise<Sharing>
  /** Whether images of this account and region can be made public. Throws when EC2 does not answer. */
  publicAccess(account: string, region: string): Promise<'allowed' | 'blocked'>
  /** The accounts that may create volumes from a snapshot. Throws when EC2 does not answer. */
  snapshotSharing(image: ImageRef, snapshotId: string): Promise<readonly string[]>
  /** Until when the Recycle Bin keeps a deregistered image and which of its snapshots, where none is known those that EC2 made for
   * it; undefined where the image is not there. */
  recycled(image: ImageRef, snapshotIds: readonly string[]): Promise<Recycled | undefined>
}

/** The accounts that the config names, and the credentials that they are used with. */
export interface Accounts {
  /** The accounts that the credentials do not belong to. Throws if that can't be found out. */
  misconfigured(): Promise<readonly WrongAccount[]>
}

export interface Recycled {
  /** Until when it can be restored: when the first of image and snapshots leaves the Recycle Bin. */
  untilMs: number
  /** Those of the snapshots that are in the Recycle Bin too, and must be restored first. */
  snapshotIds: readonly string[]
  /** The snapshots that are neither there nor in EC2: without them the image can't be restored. */
  lostIds: readonly string[]
  name?: string
}

/** A deregistered image as the list of the Recycle Bin shows it. */
export interface RecycledImage {
  imageId: string
  name?: string
  description?: string
  /** When it was deregistered. */
  enteredAtMs?: number
  untilMs: number
}

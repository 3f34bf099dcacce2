import type { ImageRef } from './image.ts'
import type { Sharing } from './sharing.ts'

/** Gives or takes the permission to create volumes from a snapshot; EC2 takes account ids only, and one of both in a call.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifySnapshotAttribute.html */
interface ChangeOfSnapshot {
  call: 'ModifySnapshotAttribute'
  image: ImageRef
  snapshotId: string
  /** Account ids. */
  share?: readonly string[]
  unshare?: readonly string[]
}

/** One change of an image as EC2 is asked for it. */
export type Change =
  | { call: 'EnableImage'; image: ImageRef }
  | { call: 'DisableImage'; image: ImageRef }
  | { call: 'DeregisterImage'; image: ImageRef; deleteSnapshots: boolean }
  | { call: 'DisableImageDeregistrationProtection'; image: ImageRef }
  | { call: 'RestoreImageFromRecycleBin'; image: ImageRef }
  | { call: 'RestoreSnapshotFromRecycleBin'; image: ImageRef; snapshotId: string }
  /** EC2 rounds it to the minute. */
  | { call: 'EnableImageDeprecation'; image: ImageRef; atMs: number }
  | { call: 'DisableImageDeprecation'; image: ImageRef }
  | { call: 'CreateTags'; image: ImageRef; tags: Readonly<Record<string, string>> }
  /** Asked of Amazon Inspector. */
  | { call: 'StartOnDemandScan'; image: ImageRef }
  /** Adds launch permissions, and takes others away. */
  | ChangeOfSnapshot
  | { call: 'ModifyImageAttribute'; image: ImageRef; share?: Sharing; unshare?: Sharing }

/**
 * The result for a snapshot that was to be deleted with its image, in EC2's own words.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteSnapshotReturnCode.html
 */
export interface SnapshotResult {
  snapshotId: string
  result: 'success' | 'skipped' | 'missing-permissions' | 'internal-error' | 'client-error' | string
}

/** EC2's answer. A refusal is a value; `unknown` means that no answer came in time. */
export type ChangeAnswer =
  | {
      kind: 'accepted'
      /** EC2's id of the call. */
      requestId?: string
      /** Of `DeregisterImage` with its snapshots. */
      snapshots?: readonly SnapshotResult[]
      /** The session that it was called in could reach all snapshots of the region (`session-policy.ts`). */
      hasAllSnapshots?: true
      /** Of `DisableImageDeregistrationProtection`: `disabled`, or until when a cooldown still protects the image. */
      protectedUntilMs?: number
    }
  | { kind: 'refused'; code: string; message: string; requestId?: string }
  /** `reason`: the name of the error that came in the place of an answer. */
  | { kind: 'unknown'; reason: string; requestId?: string }

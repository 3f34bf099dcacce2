import type { Payload } from '../messenger.ts'

/** The right to post a message. `doubt`: an earlier function tried between these times, and it is unknown whether it was posted. */
export type PostClaim =
  | { kind: 'new' }
  | { kind: 'doubt'; firstMs: number; lastMs: number }
  | { kind: 'posted'; channelId: string; ts: string; payload: Payload }
  | { kind: 'busy' }

/** Each message is posted once. */
export interface Posts {
  /** Takes the right to post the message of this key, before it is posted. */
  beginPost(key: string, nowMs: number): Promise<PostClaim>
  settlePost(key: string, posted: { channelId: string; ts: string; payload: Payload }): Promise<void>
  /** Lets the next function try at once; if it is in doubt, that function has to search for the message first. */
  releasePost(key: string, inDoubt: boolean): Promise<void>
  /** The keys whose message is posted, or may be. */
  readPosts(keys: readonly string[]): Promise<ReadonlySet<string>>
}

import type { AccountRegion } from '../domain/alias.ts'
import type { ParameterSession } from '../domain/change-session.ts'

/** An SSM parameter as a read shows it. */
export interface ParameterNow {
  value: string
  version: number
  /** `String` for every alias of EC2. */
  type: string
  /** `aws:ec2:image`, or for example `text` if somebody made another parameter of this name. */
  dataType: string
  changedAtMs: number
}

/** One version of a parameter, and who wrote it. */
export interface ParameterVersion extends Omit<ParameterNow, 'type'> {
  /** The ARN of who wrote it, as SSM tells. */
  by?: string
}

/** SSM's answer to a change. `accepted` proves nothing: SSM checks the value later. */
export type PutAnswer =
  | { kind: 'accepted'; version: number }
  | { kind: 'refused'; code: string; message?: string }
  /** The answer was lost: it may have been made. */
  | { kind: 'unknown'; message: string }

/** Parameter Store in the configured accounts and regions. What throws says why in words for a person. */
export interface Aliases {
  /** A parameter as it is now; undefined where there is none. Throws where SSM cannot be asked. */
  read(where: AccountRegion, parameter: string): Promise<ParameterNow | undefined>
  /** Those of these parameters that there are, by their names. Throws where SSM cannot be asked. */
  readAll(where: AccountRegion, parameters: readonly string[]): Promise<ReadonlyMap<string, ParameterNow>>
  /** The newest versions, the newest first, up to the given number; none if there is no such parameter. Throws if SSM cannot be asked. */
  versions(where: AccountRegion, parameter: string, most: number): Promise<readonly ParameterVersion[]>
  /** Opens the session of a request ahead of its call, to save time. If it fails, the call says so. */
  beginSession(session: ParameterSession): Promise<void>
  /** Sets the session's parameter to an image, as data type `aws:ec2:image`. Tried once: a second try could overwrite somebody else's
   * change. */
  put(session: ParameterSession, imageId: string): Promise<PutAnswer>
}

import type { ImageRef } from '../../domain/image.ts'

/** Which images were revoked. Whether one still is, its record says. */
export interface Revocations {
  /** Adding one twice changes nothing. None is removed when its revocation is undone. */
  addRevoked(images: readonly ImageRef[]): Promise<void>
  /** All that were revoked at some time. */
  readOnceRevoked(): Promise<readonly ImageRef[]>
}

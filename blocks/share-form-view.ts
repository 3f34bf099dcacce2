import type { SharingDifference } from '../src/domain/audience.ts'
import type { Audience } from '../src/domain/config.ts'
import type { ImageFacts } from '../src/domain/image.ts'
import type { Finding } from '../src/domain/impact.ts'
import type { KeyStatement } from '../src/domain/key-statements.ts'
import type { Launch } from '../src/domain/launchability.ts'
import type { Sharing } from '../src/domain/sharing.ts'
import type { ChangeFormView } from './change-form-view.ts'

/** What the form of Share… shows. */
export interface ShareFormView
  extends Pick<
    ChangeFormView,
    'proposal' | 'record' | 'accountName' | 'approval' | 'pending' | 'worse' | 'complaint' | 'typed' | 'nowMs'
  > {
  facts: ImageFacts
  nameOf: (account: string) => string
  audiences: Readonly<Record<string, Audience>>
  sharing: Finding<Sharing> | undefined
  /** Whether all facts have arrived. */
  isWhole: boolean
  /** What the choice changes; undefined before anything was chosen. */
  difference: SharingDifference | undefined
  /** Of those who have access afterwards. */
  launches: readonly Launch[]
  statements: readonly KeyStatement[]
}

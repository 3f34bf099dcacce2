import type { AskOf } from '../../domain/ask.ts'
import type { Messenger, Mutes } from '../../ports.ts'
import type { MembersNeeds } from '../steps/authorise.ts'
import type { FindSubjectNeeds } from '../steps/find-subject.ts'
import type { PostOnceNeeds } from '../steps/post-once.ts'

export type MuteNeeds = FindSubjectNeeds &
  PostOnceNeeds &
  MembersNeeds & {
    ledger: FindSubjectNeeds['ledger'] & PostOnceNeeds['ledger'] & MembersNeeds['ledger'] & Mutes
    messenger: PostOnceNeeds['messenger'] & MembersNeeds['messenger'] & Pick<Messenger, 'channel' | 'update'>
  }

/** Who asked, and where. */
export type MuteAsk = AskOf<'command'>

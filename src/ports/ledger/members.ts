import type { MemberList, UnknownAccount } from '../../domain/member-list.ts'

/** The accounts of the organization, and others that sent events. */
export interface Members {
  readMembers(): Promise<MemberList | undefined>
  /** Writes it over the version that was read (0 for none); false where somebody else wrote since. */
  saveMembers(list: MemberList): Promise<boolean>
  /** Saves that an account which is neither in the config nor in the list has sent an event. @returns what is saved of it */
  saveUnknownAccount(id: string, nowMs: number): Promise<UnknownAccount>
  /** Those of the last week. */
  readUnknownAccounts(): Promise<readonly UnknownAccount[]>
  /** Saves what a check of them came to. */
  saveChecked(
    checked: readonly (Pick<UnknownAccount, 'id' | 'failure'> & { checkedAtMs: number })[],
  ): Promise<void>
}

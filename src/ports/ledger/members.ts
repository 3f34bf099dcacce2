import type { MemberList, UnknownAccount } from '../../domain/member-list.ts'

/** The accounts of the organization, and others that sent events. */
export interface Members {
  /** Where the list cannot be read, its copy with `fault`. */
  readMembers(): Promise<MemberList | undefined>
  /**
   * Writes it, and its copy, over the version that was read (0 for none); false where somebody else wrote since. Given with the `fault` that was read,
   * a damaged list is written over, and of a newer version's only the copy is written.
   */
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

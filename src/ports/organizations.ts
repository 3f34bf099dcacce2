import type { ListedMembers } from '../domain/member-list.ts'

/** The organization whose accounts amiops lists. */
export interface Organizations {
  /**
   * Lists its ACTIVE accounts, or those of the units that the config names and of the units below them.
   *
   * @throws Error whose name is AWS's code
   */
  listMembers(): Promise<ListedMembers>
  /**
   * Assumes the reader role of an account.
   *
   * @throws Error whose name is AWS's code
   */
  tryReader(account: string): Promise<void>
}

import type { Policy } from './policy.ts'

/** A role with everything that decides what its sessions may do. */
export interface Role {
  arn: string
  account: string
  trust: Policy
  permissions: readonly Policy[]
  /** How long a session of it can last. */
  maxSessionSec: number
}

/** The roles that the sandbox knows, and the organization of each account. */
export interface Iam {
  findRole(arn: string): Role | undefined
  /** Whether a role that is not known exists all the same, trusts everybody and may do everything. */
  isOpen(arn: string): boolean
  /** `o-a1b2c3d4e5`; undefined for an account without an organization. */
  organizationOf(account: string): string | undefined
}

/** An IAM in which every role exists. */
export const OPEN_IAM: Iam = {
  findRole: () => undefined,
  isOpen: () => true,
  organizationOf: () => undefined,
}

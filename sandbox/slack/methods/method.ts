import type { Faults } from '../../kernel/faults.ts'
import type { Args } from '../args.ts'
import type { Files } from '../files.ts'
import type { Tier } from '../rate-limits.ts'
import type { Triggers } from '../triggers.ts'
import type { JsonObject } from '../types.ts'
import type { Workspace } from '../workspace.ts'

/** What a method may reach. */
export interface World {
  workspace: Workspace
  triggers: Triggers
  files: Files
  faults: Faults
  baseUrl: () => string
  hasScope: (scope: string) => boolean
  /** Whether people can get direct messages from the app. */
  hasMessagesTab: boolean
  /** Whether the app has a Home tab. */
  hasHomeTab: boolean
}

/** One method of the Web API. A refusal is thrown as a SlackError. */
export interface Method {
  /** Any one of these is enough; none: every token may. */
  scopes: readonly string[]
  tier: Tier
  run(args: Args, world: World): JsonObject
}

export type Methods = Readonly<Record<string, Method>>

/** Anything of ours as the plain JSON that leaves; drops what is undefined. */
export const toJson = (value: object): JsonObject => JSON.parse(JSON.stringify(value)) as JsonObject

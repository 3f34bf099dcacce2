import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'

const Manifest = v.looseObject({
  oauth_config: v.looseObject({ scopes: v.looseObject({ bot: v.array(v.string()) }) }),
  features: v.optional(
    v.looseObject({ app_home: v.optional(v.looseObject({ messages_tab_enabled: v.optional(v.boolean()) })) }),
  ),
})

/** What the app's own manifest lets the bot do. */
export interface AppManifest {
  /** What the bot's token may do, and nothing else. */
  scopes: readonly string[]
  /** Whether people can get direct messages from the app. */
  hasMessagesTab: boolean
}

export const readManifest = (file: string = join(process.cwd(), 'slack-app-manifest.json')): AppManifest => {
  const manifest = v.safeParse(Manifest, JSON.parse(readFileSync(file, 'utf8')))
  if (!manifest.success)
    throw new Error(`Expected ${file} to list the bot's scopes at \`oauth_config.scopes.bot\`.`)
  const { oauth_config, features } = manifest.output
  return {
    scopes: oauth_config.scopes.bot,
    hasMessagesTab: features?.app_home?.messages_tab_enabled === true,
  }
}

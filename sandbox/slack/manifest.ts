import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'

const Manifest = v.looseObject({
  oauth_config: v.looseObject({ scopes: v.looseObject({ bot: v.array(v.string()) }) }),
  features: v.optional(
    v.looseObject({
      shortcuts: v.optional(
        v.array(v.looseObject({ name: v.string(), type: v.string(), callback_id: v.string() })),
      ),
      app_home: v.optional(
        v.looseObject({
          home_tab_enabled: v.optional(v.boolean()),
          messages_tab_enabled: v.optional(v.boolean()),
        }),
      ),
    }),
  ),
  settings: v.optional(
    v.looseObject({
      event_subscriptions: v.optional(v.looseObject({ bot_events: v.optional(v.array(v.string())) })),
    }),
  ),
})

/** What the app's own manifest lets the bot do. */
export interface AppManifest {
  /** What the bot's token may do, and nothing else. */
  scopes: readonly string[]
  /** Whether people can get direct messages from the app. */
  hasMessagesTab: boolean
  /** Whether the app has a Home tab. */
  hasHomeTab: boolean
  /** Its entries in the menu of a message. */
  shortcuts: readonly { name: string; callback_id: string }[]
  /** The events that the app hears of. */
  events: readonly string[]
}

export const readManifest = (file: string = join(process.cwd(), 'slack-app-manifest.json')): AppManifest => {
  const manifest = v.safeParse(Manifest, JSON.parse(readFileSync(file, 'utf8')))
  if (!manifest.success)
    throw new Error(`Expected ${file} to list the bot's scopes at \`oauth_config.scopes.bot\`.`)
  const { oauth_config, features, settings } = manifest.output
  return {
    scopes: oauth_config.scopes.bot,
    hasMessagesTab: features?.app_home?.messages_tab_enabled === true,
    hasHomeTab: features?.app_home?.home_tab_enabled === true,
    shortcuts: (features?.shortcuts ?? [])
      .filter(({ type }) => type === 'message')
      .map(({ name, callback_id }) => ({ name, callback_id })),
    events: settings?.event_subscriptions?.bot_events ?? [],
  }
}

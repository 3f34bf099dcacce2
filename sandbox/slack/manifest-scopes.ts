import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'

const Manifest = v.looseObject({
  oauth_config: v.looseObject({ scopes: v.looseObject({ bot: v.array(v.string()) }) }),
})

/** What the bot's token may do: the scopes that the app's own manifest asks for, and no others. */
export const readManifestScopes = (
  file: string = join(process.cwd(), 'slack-app-manifest.json'),
): readonly string[] => {
  const manifest = v.safeParse(Manifest, JSON.parse(readFileSync(file, 'utf8')))
  if (manifest.success) return manifest.output.oauth_config.scopes.bot
  throw new Error(`Expected ${file} to list the bot's scopes at \`oauth_config.scopes.bot\`.`)
}

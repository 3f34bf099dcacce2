import { readFileSync } from 'node:fs'
import type { AppIdentity } from './app-identity.ts'

const PLACEHOLDER = 'https://REPLACE-WITH-YOUR-FUNCTION-URL/'

/** The Slack app's manifest. */
interface Manifest {
  display_information: { name: string; background_color: string }
  features: { bot_user: { display_name: string }; slash_commands: { command: string }[] }
  settings: { org_deploy_enabled: boolean }
}

interface ManifestOptions {
  identity: AppIdentity
  /** Where Slack sends clicks and commands. */
  url?: string | undefined
  /** Installed once for a whole Enterprise Grid organization. */
  isOrgWide?: boolean | undefined
}

/** The Slack app's manifest, with the address and the names that are given. */
export const fillManifest = ({ identity, url, isOrgWide = false }: ManifestOptions): string => {
  const template = readFileSync('slack-app-manifest.json', 'utf8')
  const addressed = url === undefined ? template : template.replaceAll(PLACEHOLDER, () => url)
  const manifest = JSON.parse(addressed) as Manifest
  const { display_information: display, features, settings } = manifest
  display.name = identity.name
  display.background_color = identity.color
  features.bot_user.display_name = identity.botName
  for (const one of features.slash_commands) one.command = identity.command
  settings.org_deploy_enabled = isOrgWide
  return `${JSON.stringify(manifest, null, 2)}\n`
}

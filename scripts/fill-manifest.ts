import { readFileSync } from 'node:fs'

const PLACEHOLDER = 'https://REPLACE-WITH-YOUR-FUNCTION-URL/'

/** The Slack app's manifest, with the address and the command that are given. */
export const fillManifest = ({ url, command }: { url?: string; command?: string }): string => {
  const template = readFileSync('slack-app-manifest.json', 'utf8')
  const named =
    command === undefined
      ? template
      : template.replace('"command": "/ami"', () => `"command": ${JSON.stringify(command)}`)
  return url === undefined ? named : named.replaceAll(PLACEHOLDER, () => url)
}

import { readFileSync } from 'node:fs'
import { helpIfAsked } from './help.ts'

/** `npm run manifest [-- --url URL]`: prints the Slack app manifest, with the function's URL where it is known. */
const PLACEHOLDER = 'https://REPLACE-WITH-YOUR-FUNCTION-URL/'

helpIfAsked(`Usage: npm run -s manifest -- [--url URL]

Prints the Slack app manifest, with the address of the slack function (the stack's output SlackRequestUrl) where it is given.`)

const readUrl = (args: readonly string[]): string | undefined => {
  const at = args.indexOf('--url')
  if (at < 0) return undefined
  const given = args[at + 1] ?? ''
  if (URL.canParse(given) && new URL(given).protocol === 'https:') return given
  console.error(
    `Expected \`--url\` to be the https address of the slack function, got ${JSON.stringify(given)}.`,
  )
  process.exit(1)
}

const url = readUrl(process.argv.slice(2))
const manifest = readFileSync('slack-app-manifest.json', 'utf8')
process.stdout.write(url ? manifest.replaceAll(PLACEHOLDER, url) : manifest)
if (!url)
  console.error(
    'Without --url the request URLs are placeholders. `npm run deploy` tells the URL; then: npm run -s manifest -- --url URL',
  )

import { readFileSync } from 'node:fs'
import { readArguments, refuseArguments } from './help.ts'

/** `npm run manifest [-- --url URL]`: prints the Slack app manifest, with the function's URL where it is known. */
const USAGE = `Usage: npm run -s manifest -- [--url URL]

Prints the Slack app manifest, with the address of the slack function (the stack's output SlackRequestUrl) where it is given.`

const PLACEHOLDER = 'https://REPLACE-WITH-YOUR-FUNCTION-URL/'

const addressOf = (given: string): string =>
  URL.canParse(given) && new URL(given).protocol === 'https:'
    ? new URL(given).href
    : refuseArguments(
        `Expected \`--url\` to be the https address of the slack function, got ${JSON.stringify(given)}.`,
        USAGE,
      )

const { url } = readArguments(USAGE, { options: { url: { type: 'string' } } }).values
const manifest = readFileSync('slack-app-manifest.json', 'utf8')
if (url === undefined) {
  process.stdout.write(manifest)
  console.error(
    'Without --url the request URLs are placeholders. `npm run deploy` tells the URL; then: npm run -s manifest -- --url URL',
  )
} else {
  const address = addressOf(url)
  process.stdout.write(manifest.replaceAll(PLACEHOLDER, () => address))
}

import { readFileSync } from 'node:fs'
import { readArguments, refuseArguments } from './help.ts'

/** `npm run manifest [-- --url URL] [--command NAME]`: prints the Slack app manifest, with the function's URL where it is known. */
const USAGE = `Usage: npm run -s manifest -- [--url URL] [--command NAME]

Prints the Slack app manifest, with the address of the slack function (the stack's output SlackRequestUrl) where it is given.

  --url URL        where Slack sends clicks and commands
  --command NAME   what people type; /ami. A second app of amiops in one workspace needs another name.`

const PLACEHOLDER = 'https://REPLACE-WITH-YOUR-FUNCTION-URL/'

const addressOf = (given: string): string =>
  URL.canParse(given) && new URL(given).protocol === 'https:'
    ? new URL(given).href
    : refuseArguments(
        `Expected \`--url\` to be the https address of the slack function, got ${JSON.stringify(given)}.`,
        USAGE,
      )

/** At most 32 characters with the slash, no capitals: https://docs.slack.dev/interactivity/implementing-slash-commands */
const commandOf = (given: string): string =>
  /^\/?[\p{Ll}\p{Lo}\p{N}_-]{1,31}$/u.test(given)
    ? `/${given.replace(/^\//, '')}`
    : refuseArguments(
        `Expected \`--command\` to be a name like /ami-staging, in small letters, got ${JSON.stringify(given)}.`,
        USAGE,
      )

const options = { url: { type: 'string' }, command: { type: 'string' } } as const
const { url, command } = readArguments(USAGE, { options }).values
const template = readFileSync('slack-app-manifest.json', 'utf8')
const manifest =
  command === undefined
    ? template
    : template.replace('"command": "/ami"', () => `"command": ${JSON.stringify(commandOf(command))}`)
if (url === undefined) {
  process.stdout.write(manifest)
  console.error(
    'Without --url the request URLs are placeholders. `npm run deploy` tells the URL; then: npm run -s manifest -- --url URL',
  )
} else {
  const address = addressOf(url)
  process.stdout.write(manifest.replaceAll(PLACEHOLDER, () => address))
}

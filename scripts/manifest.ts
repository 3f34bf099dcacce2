import { fillManifest } from './fill-manifest.ts'
import { readArguments, refuseArguments } from './help.ts'

/** `npm run manifest [-- --url URL] [--command NAME]`: prints the Slack app manifest, with the function's URL where it is known. */
const USAGE = `Usage: npm run -s manifest -- [--url URL] [--command NAME]

Prints the Slack app manifest, with the address of the slack function (the stack's output SlackRequestUrl) where it is given.

  --url URL        where Slack sends clicks and commands
  --command NAME   what people type; /ami. A second app of amiops in one workspace needs another name.`

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
const named = command === undefined ? {} : { command: commandOf(command) }
process.stdout.write(fillManifest({ ...named, ...(url !== undefined && { url: addressOf(url) }) }))
if (url === undefined)
  console.error(
    'Without --url the request URLs are placeholders. `npm run deploy` tells the URL; then: npm run -s manifest -- --url URL',
  )

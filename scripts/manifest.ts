import { IDENTITY_OPTIONS, IDENTITY_USAGE, readIdentity } from './app-identity.ts'
import { fillManifest } from './fill-manifest.ts'
import { readArguments, refuseArguments } from './help.ts'
import { PRODUCTION } from './target.ts'

/** `npm run manifest`: prints the Slack app manifest, with the function's URL where it is known. */
const USAGE = `Usage: npm run -s manifest -- [--url URL] [--stage NAME] [options]

Prints the Slack app manifest, with the address of the slack function (the stack’s output SlackRequestUrl) where it is given.

  --url URL           where Slack sends clicks and commands
  --stage NAME        ${PRODUCTION}; the app of another stage has a name, a command and a colour of its own
${IDENTITY_USAGE}
  --org-wide          installed once for an Enterprise Grid organization (docs/install.md)`

const addressOf = (given: string): string =>
  URL.canParse(given) && new URL(given).protocol === 'https:'
    ? new URL(given).href
    : refuseArguments(
        `Expected \`--url\` to be the https address of the slack function, got ${JSON.stringify(given)}.`,
        USAGE,
      )

const { values } = readArguments(USAGE, {
  options: {
    url: { type: 'string' },
    stage: { type: 'string', short: 's', default: PRODUCTION },
    'org-wide': { type: 'boolean', default: false },
    ...IDENTITY_OPTIONS,
  },
})
const { url, stage, 'org-wide': isOrgWide, ...given } = values
const identity = readIdentity(stage, given)
if (typeof identity === 'string') refuseArguments(identity, USAGE)
else
  process.stdout.write(
    fillManifest({ identity, isOrgWide, ...(url !== undefined && { url: addressOf(url) }) }),
  )
if (url === undefined)
  console.error(
    'Without --url the request URLs are placeholders. `npm run deploy` tells the URL; then: npm run -s manifest -- --url URL',
  )

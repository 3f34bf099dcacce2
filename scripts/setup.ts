import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { IDENTITY_OPTIONS, IDENTITY_USAGE, readIdentity } from './app-identity.ts'
import { PROJECT_CONFIG } from './check-config.ts'
import { printFindings } from './doctor/print.ts'
import { hasProblem, runDoctor } from './doctor/run-doctor.ts'
import { readArguments, refuseArguments } from './help.ts'
import { InvalidCredentials } from './own-account.ts'
import { type Ask, createTerminal, nobody, Unanswered } from './setup/ask.ts'
import { askPlace } from './setup/ask-place.ts'
import { SetupStopped } from './setup/needs.ts'
import { QUESTIONS } from './setup/questions.ts'
import { runSetup } from './setup/run-setup.ts'
import { readTarget, TARGET_OPTIONS, TARGET_USAGE } from './target.ts'

/** `npm run setup`: installs amiops, or goes on where an earlier run stopped. */
const USAGE = `Usage: npm run setup -- [options]

Installs amiops step by step: writes the config, deploys, prints the manifest of the Slack app, stores its two secrets, waits
for the app and the bot’s invitations, posts a test card and runs the doctor. Run again, it goes on where it stopped. It asks
for what is missing; for CI, each answer is an option:

${TARGET_USAGE}
${QUESTIONS.map(({ option, expected }) => `  --${`${option} …`.padEnd(18)}${expected}`).join('\n')}
  --regions …         regions of the account, with commas
${IDENTITY_USAGE}
  --gov-slack         the workspace is on slack-gov.com; written into the config
  --org-wide          the app is installed once for an Enterprise Grid organization
  --fallback-topic    sends by e-mail what Slack does not accept (docs/operations.md)
  --overwrite-secrets overwrites secrets that are stored, without asking
  --no-input          never asks; ends with exit code 1 where an answer is missing

The secrets are never arguments: set SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET, or write them to standard input, one a line.`

const TEXT = { type: 'string' } as const
const SWITCH = { type: 'boolean', default: false } as const
const { values } = readArguments(USAGE, {
  options: {
    ...TARGET_OPTIONS,
    workspace: TEXT,
    'images-channel': TEXT,
    'alerts-channel': TEXT,
    'audit-channel': TEXT,
    operators: TEXT,
    approvers: TEXT,
    account: TEXT,
    regions: TEXT,
    ...IDENTITY_OPTIONS,
    'org-wide': SWITCH,
    'gov-slack': SWITCH,
    'fallback-topic': SWITCH,
    'overwrite-secrets': SWITCH,
    'no-input': SWITCH,
  },
})

const {
  'overwrite-secrets': mayOverwrite,
  'fallback-topic': sendsEmails,
  'no-input': isSilent,
  'org-wide': isOrgWide,
  'gov-slack': isGovSlack,
  ...answers
} = values
const isInteractive = process.stdin.isTTY === true && !isSilent
const asker = isInteractive ? createTerminal() : nobody
const ask: Ask = mayOverwrite ? { ...asker, confirm: async () => true } : asker

/** From the environment, or two lines of standard input where that is no terminal. */
const readSecrets = () => {
  const { SLACK_BOT_TOKEN, SLACK_SIGNING_SECRET } = process.env
  const needsInput = !process.stdin.isTTY && !(SLACK_BOT_TOKEN && SLACK_SIGNING_SECRET)
  const [token, secret] = needsInput ? readFileSync(0, 'utf8').split(/\r?\n/) : []
  return {
    botToken: SLACK_BOT_TOKEN || token?.trim() || undefined,
    signingSecret: SLACK_SIGNING_SECRET || secret?.trim() || undefined,
  }
}

const args = process.argv.slice(2)
const target = await readTarget(isInteractive ? [...args, ...(await askPlace(args, ask))] : args)
const identity = readIdentity(target.stage, values)
if (typeof identity === 'string') throw refuseArguments(identity, USAGE)
const place = ['--region', target.region, '--stage', target.stage]
const settings = sendsEmails ? ['--param', 'fallbackTopic=true'] : []
try {
  await runSetup({
    target,
    configFile: PROJECT_CONFIG,
    answers,
    secrets: readSecrets(),
    identity,
    isOrgWide,
    isGovSlack,
    ask,
    say: console.log,
    nowMs: Date.now,
    deploy: async () =>
      spawnSync(
        process.execPath,
        ['--import', 'tsx', 'scripts/package.ts', 'deploy', ...place, ...settings],
        {
          stdio: 'inherit',
        },
      ).status === 0,
    async waitForPerson(what) {
      console.log(what)
      if (!isInteractive) return false
      await ask.text('Press Enter to look again')
      return true
    },
  })
  const checked = await runDoctor(target, PROJECT_CONFIG, Date.now())
  printFindings(checked)
  process.exitCode = hasProblem(checked) ? 1 : 0
} catch (error) {
  if (error instanceof Unanswered) console.error(`This is still to be answered: ${error.message}`)
  else if (error instanceof SetupStopped || error instanceof InvalidCredentials) console.error(error.message)
  else throw error
  process.exitCode = 1
}

import { readFileSync, writeFileSync } from 'node:fs'
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts'
import { faultLines } from '../../src/config/fault.ts'
import { parseConfig } from '../../src/config/parse-config.ts'
import type { AppIdentity } from '../app-identity.ts'
import { createAwsClients } from '../aws-clients.ts'
import type { Finding } from '../doctor/check.ts'
import { channels } from '../doctor/checks/channels.ts'
import { config as configCheck } from '../doctor/checks/config.ts'
import { stack as stackCheck } from '../doctor/checks/stack.ts'
import { type Context, createContext } from '../doctor/context.ts'
import { fillManifest } from '../fill-manifest.ts'
import { appsPage } from '../slack-apps-page.ts'
import type { Target } from '../target.ts'
import type { Ask } from './ask.ts'
import { nameApp } from './questions.ts'
import { storeSecret } from './store-secrets.ts'
import { type Answers, writeConfig } from './write-config.ts'

export interface SetupNeeds {
  target: Target
  configFile: string
  answers: Answers
  /** From the environment or standard input. */
  secrets: { botToken: string | undefined; signingSecret: string | undefined }
  identity: AppIdentity
  /** Installed once for a whole organization. */
  isOrgWide?: boolean
  /** The workspace is on slack-gov.com; the config says so from then on. */
  isGovSlack?: boolean
  ask: Ask
  /** @returns whether it succeeded */
  deploy(): Promise<boolean>
  say(words: string): void
  /** Waits until the person has done what was asked. @returns false where it is not to be waited for */
  waitForPerson(what: string): Promise<boolean>
  nowMs(): number
}

/** Ends a setup that cannot go on. Run again, it continues there. */
export class SetupStopped extends Error {
  override name = 'SetupStopped'
}

const problemsOf = (findings: readonly Finding[]): Finding[] =>
  findings.filter(({ state }) => state === 'problem')
const linesOf = (findings: readonly Finding[]): string =>
  findings.map(({ says, todo }) => `  ${says}\n      ${todo ?? ''}`).join('\n')

/**
 * Installs amiops, or goes on where an earlier run stopped: what is there already is left as it is.
 *
 * @returns whether anything was changed
 * @throws {SetupStopped} with what to do
 */
export const runSetup = async (needs: SetupNeeds): Promise<boolean> => {
  const { target, configFile, answers, secrets, ask, say, nowMs } = needs
  process.env.AWS_REGION = target.region
  const aws = createAwsClients(target.region)
  // What was read is read again after each change.
  const look = (): Context => createContext(target, configFile, nowMs())

  // 1. The config, with the account of the credentials offered.
  const { Account: account = '' } = await aws.sts.send(new GetCallerIdentityCommand({}))
  const own = { account, region: target.region }
  let isChanged = await writeConfig(configFile, answers, ask, own, needs.isGovSlack)
  if (isChanged) say(`${configFile} is written.`)
  const faults = problemsOf(await configCheck.run(look()))
  if (faults.length > 0) throw new SetupStopped(`The config has faults:\n${linesOf(faults)}`)

  // 2. The deployment, which gives the address for Slack.
  isChanged = (await deployIfNeeded(needs, look())) || isChanged
  const url = (await look().stack())?.outputs.SlackRequestUrl
  if (!url) throw new SetupStopped('The stack has no output SlackRequestUrl: its deployment did not succeed.')

  // 3. The app, where no secret shows that it is there.
  const before = await look().secrets()
  const { tokenName, signingSecretName } = look()
  if (!before.has(tokenName) && secrets.botToken === undefined) {
    say(
      `Create the app at ${appsPage(look().config)} > Create New App > From a manifest, with this manifest:\n`,
    )
    say(fillManifest({ url, identity: needs.identity, isOrgWide: needs.isOrgWide }))
    say(`Then install it to the ${needs.isOrgWide ? 'organization' : 'workspace'} (Install App).`)
  }

  // 4. The two secrets.
  const stored = [
    await storeSecret(
      aws,
      {
        parameter: tokenName,
        asks: 'The Bot User OAuth Token, xoxb-… (OAuth & Permissions)',
        fits: /^xoxb-\S+$/,
        given: secrets.botToken,
        stored: before.get(tokenName)?.value,
      },
      ask,
    ),
    await storeSecret(
      aws,
      {
        parameter: signingSecretName,
        asks: 'The Signing Secret (Basic Information)',
        fits: /^\S{16,}$/,
        given: secrets.signingSecret,
        stored: before.get(signingSecretName)?.value,
      },
      ask,
    ),
  ]
  if (stored.includes(true)) {
    isChanged = true
    say('The secrets are stored.')
  }

  // 5. The app is installed, and named in the config.
  const app = await waitForApp(needs, look)
  if (app !== undefined && (await nameInConfig(configFile, app))) {
    say(`${configFile} names the app ${app} now: deploying once more.`)
    await deployIfNeeded(needs, look())
    isChanged = true
  }

  // 6. The bot is in its channels.
  await waitForChannels(needs, look)

  // 7. A test card, once.
  if (isChanged) await postTestCard(look(), needs.identity, say)
  return isChanged
}

const deployIfNeeded = async ({ deploy, say }: SetupNeeds, context: Context): Promise<boolean> => {
  const needed = (await stackCheck.run(context)).some(
    ({ todo }) => todo?.startsWith('npm run deploy') || todo?.includes(': npm run deploy'),
  )
  if (!needed) return false
  say('Deploying…')
  if (!(await deploy()))
    throw new SetupStopped('The deployment did not succeed. Run this again once its cause is gone.')
  return true
}

/** @returns the app's id, where Slack tells it */
const waitForApp = async (
  { waitForPerson }: SetupNeeds,
  look: () => Context,
): Promise<string | undefined> => {
  for (;;) {
    const web = await look().slack()
    try {
      return (await web?.auth.test())?.app_id
    } catch (error) {
      const code = (error as { data?: { error?: string } }).data?.error
      if (code === undefined) throw error
      const what = `Slack does not take the token yet (${code}). Install the app to the workspace; was its token stored?`
      if (!(await waitForPerson(what))) throw new SetupStopped(what)
    }
  }
}

const nameInConfig = async (file: string, app: string): Promise<boolean> => {
  const before = readFileSync(file, 'utf8')
  const parsed = parseConfig(before)
  if (!parsed.ok) throw new SetupStopped(faultLines(file, parsed.faults).join('\n'))
  if (parsed.config.appId === app) return false
  if (parsed.config.appId !== undefined)
    throw new SetupStopped(
      `The token is of app ${app}, and ${file} names ${parsed.config.appId}. Correct slack.app, or store the token of that app.`,
    )
  const config = nameApp(before, app)
  if (config === before) return false
  writeFileSync(file, config)
  return true
}

const waitForChannels = async ({ waitForPerson }: SetupNeeds, look: () => Context): Promise<void> => {
  for (;;) {
    const missing = problemsOf(await channels.run(look()))
    if (missing.length === 0) return
    const what = `The bot is not in all of its channels:\n${linesOf(missing)}`
    if (!(await waitForPerson(what))) throw new SetupStopped(what)
  }
}

const postTestCard = async (
  { slack, config, target }: Context,
  { command }: AppIdentity,
  say: (words: string) => void,
): Promise<void> => {
  const web = await slack()
  const channel = config?.channels.available ?? config?.channels.fallback
  if (!web || !channel) return
  const places =
    config?.accounts.map(({ id, alias, regions }) => `${alias ?? id} (${regions.join(', ')})`) ?? []
  const title = 'amiops is installed'
  const text = `Image events of ${places.join(', ') || target.region} are posted in this workspace from now on. Type \`${command} help\` to see what you can ask.`
  await web.chat.postMessage({
    channel,
    text: `${title}. ${text}`,
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: `✅ ${title}` } },
      { type: 'section', text: { type: 'mrkdwn', text } },
    ],
  })
  say(`A test card is in #${channel}.`)
}

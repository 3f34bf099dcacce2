import { createAwsClients } from '../aws-clients.ts'
import { config as configCheck } from '../doctor/checks/config.ts'
import { configObject } from '../doctor/checks/config-object.ts'
import { type Context, createContext } from '../doctor/context.ts'
import { fillManifest } from '../fill-manifest.ts'
import { readOwnAccount } from '../own-account.ts'
import { appsPage, eventsPage } from '../slack-apps-page.ts'
import { deployIfNeeded } from './deploy-if-needed.ts'
import { nameInConfig, waitForApp } from './name-app.ts'
import { linesOf, problemsOf, type SetupNeeds, SetupStopped } from './needs.ts'
import { postTestCard } from './post-test-card.ts'
import { storeSecret } from './store-secrets.ts'
import { waitForChannels } from './wait-for-channels.ts'
import { writeConfig } from './write-config.ts'

/**
 * Installs amiops, or goes on where an earlier run stopped: what is there already is left as it is.
 *
 * @returns whether anything was changed
 * @throws {SetupStopped} with what to do
 * @throws {InvalidCredentials}
 */
export const runSetup = async (needs: SetupNeeds): Promise<boolean> => {
  const { target, configFile, answers, secrets, ask, say, nowMs } = needs
  process.env.AWS_REGION = target.region
  const aws = createAwsClients(target.region)
  // What was read is read again after each change.
  const look = (): Context => createContext(target, configFile, nowMs())

  // 1. The config, with the account of the credentials offered.
  const own = { account: await readOwnAccount(aws), region: target.region }
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
  if (app !== undefined && nameInConfig(configFile, app, needs.identity.command)) {
    isChanged = true
    const [inS3] = await configObject.run(look())
    say(`${configFile} names the app ${app} now${inS3 ? `. ${inS3.todo}` : ': deploying once more.'}`)
    if (!inS3) await deployIfNeeded(needs, look())
  }

  // Slack asked for its challenge when the app was created: only the stored secret makes the answer possible.
  if (stored.includes(true) && app !== undefined)
    say(
      `Press Retry at ${eventsPage(look().config, app)}: Slack verifies the events URL only now that the secrets are stored. Until then the Home tab stays empty.`,
    )

  // 6. The bot is in its channels.
  await waitForChannels(needs, look)

  // 7. A test card, once.
  if (isChanged) await postTestCard(look(), needs.identity, say)
  return isChanged
}

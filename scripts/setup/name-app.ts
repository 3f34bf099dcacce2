import { readFileSync, writeFileSync } from 'node:fs'
import { faultLines } from '../../src/config/fault.ts'
import { parseConfig } from '../../src/config/parse-config.ts'
import { USUAL_COMMAND } from '../../src/domain/command.ts'
import type { Context } from '../doctor/context.ts'
import { type SetupNeeds, SetupStopped } from './needs.ts'
import { nameApp, nameCommand } from './questions.ts'

/** Waits until Slack takes the token. @returns the app's id, where Slack tells it */
export const waitForApp = async (
  { waitForPerson }: Pick<SetupNeeds, 'waitForPerson'>,
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

/**
 * Names the app in the config, and its slash command where that is not the usual one.
 *
 * @returns whether the config was changed
 * @throws {SetupStopped} where it names another app
 */
export const nameInConfig = (file: string, app: string, command: string): boolean => {
  const before = readFileSync(file, 'utf8')
  const parsed = parseConfig(before)
  if (!parsed.ok) throw new SetupStopped(faultLines(file, parsed.faults).join('\n'))
  const { appId, command: named } = parsed.config
  if (appId !== undefined && appId !== app)
    throw new SetupStopped(
      `The token is of app ${app}, and ${file} names ${appId}. Correct slack.app, or store the token of that app.`,
    )
  const withApp = appId === undefined ? nameApp(before, app) : before
  const config = named === undefined && command !== USUAL_COMMAND ? nameCommand(withApp, command) : withApp
  if (config === before) return false
  writeFileSync(file, config)
  return true
}

import type { Account } from '../../domain/config.ts'
import {
  WRONG_ACCOUNT,
  type WrongAccount,
  wrongAccounts,
  wrongAccountWords,
} from '../../domain/wrong-account.ts'
import type { Accounts, Aliases, Images, Instances, Log } from '../../ports.ts'

/** A call that was not made. */
class WrongAccountError extends Error {
  override name = WRONG_ACCOUNT
  constructor(wrong: WrongAccount) {
    super(`AWS was not called: ${wrongAccountWords(wrong)}`)
  }
}

/** Finds the accounts of the config that the function's own credentials do not belong to. */
export const createAccounts = (accounts: readonly Account[], readOwn: () => Promise<string>): Accounts => ({
  misconfigured: async () =>
    accounts.some(({ role }) => role === undefined) ? wrongAccounts(accounts, await readOwn()) : [],
})

interface Guarded {
  images: Images
  instances: Instances
  aliases: Aliases
}

/**
 * EC2 is never asked about an account with the credentials of another one: the images that it lists would be announced as that account's,
 * and the account's own ones as deregistered. If STS does not answer, EC2 is asked all the same: the owner of each image is compared with
 * the account as well. The same holds for parameters.
 */
export const guardAccounts = (
  { images, instances, aliases }: Guarded,
  accounts: Accounts,
  log: Log,
): Guarded => {
  const logged = new Set<string>()
  const findWrong = async (account: string): Promise<WrongAccount | undefined> => {
    try {
      const wrong = (await accounts.misconfigured()).find(({ id }) => id === account)
      if (wrong && !logged.has(account)) log.error(wrongAccountWords(wrong), { ...wrong })
      if (wrong) logged.add(account)
      return wrong
    } catch (error) {
      log.warn('STS did not say which account the credentials belong to.', { account, why: String(error) })
      return undefined
    }
  }
  const check = async (account: string): Promise<void> => {
    const wrong = await findWrong(account)
    if (wrong) throw new WrongAccountError(wrong)
  }
  const changing =
    (send: Images['change']): Images['change'] =>
    async (change, session) => {
      const wrong = await findWrong(change.image.account)
      return wrong
        ? { kind: 'refused', code: WRONG_ACCOUNT, message: wrongAccountWords(wrong) }
        : send(change, session)
    }
  const guarded: Images = {
    async describe(account, ...rest) {
      await check(account)
      return images.describe(account, ...rest)
    },
    async search(account, ...rest) {
      await check(account)
      return images.search(account, ...rest)
    },
    async listPage(account, ...rest) {
      await check(account)
      return images.listPage(account, ...rest)
    },
    async madeFrom(account, ...rest) {
      await check(account)
      return images.madeFrom(account, ...rest)
    },
    async recycleBin(account, ...rest) {
      await check(account)
      return images.recycleBin(account, ...rest)
    },
    async sharing(image) {
      await check(image.account)
      return images.sharing(image)
    },
    async publicAccess(account, region) {
      await check(account)
      return images.publicAccess(account, region)
    },
    async snapshotSharing(image, snapshotId) {
      await check(image.account)
      return images.snapshotSharing(image, snapshotId)
    },
    async recycled(image, snapshotIds) {
      await check(image.account)
      return images.recycled(image, snapshotIds)
    },
    async beginSession(session) {
      if (!(await findWrong(session.image.account))) await images.beginSession(session)
    },
    rehearse: changing(images.rehearse),
    change: changing(images.change),
  }
  return {
    images: guarded,
    instances: {
      running: instances.running,
      async list(account, region) {
        await check(account)
        return instances.list(account, region)
      },
    },
    aliases: {
      async read(where, parameter) {
        await check(where.account)
        return aliases.read(where, parameter)
      },
      async readAll(where, parameters) {
        await check(where.account)
        return aliases.readAll(where, parameters)
      },
      async versions(where, ...rest) {
        await check(where.account)
        return aliases.versions(where, ...rest)
      },
      async beginSession(session) {
        if (!(await findWrong(session.place.account))) await aliases.beginSession(session)
      },
      async put(session, imageId) {
        const wrong = await findWrong(session.place.account)
        return wrong
          ? { kind: 'refused', code: WRONG_ACCOUNT, message: wrongAccountWords(wrong) }
          : aliases.put(session, imageId)
      },
    },
  }
}

import { type OrganizationSize, REGIONS, TROUBLES } from '../organization/plan-accounts.ts'

/** Those with a trouble, and one with an alias. */
const LEAST_ACCOUNTS = TROUBLES.length + 1
const MOST_ACCOUNTS = 400

/** Reads `200x5`: accounts and regions; what is wrong with it is added to the faults. */
export const readSize = (text: string, faults: string[]): OrganizationSize | undefined => {
  const [, accounts, regions] = /^(\d{1,6})x(\d{1,6})$/i.exec(text) ?? []
  const size = { accounts: Number(accounts), regions: Number(regions) }
  const fits =
    size.accounts >= LEAST_ACCOUNTS &&
    size.accounts <= MOST_ACCOUNTS &&
    size.regions >= 1 &&
    size.regions <= REGIONS.length
  if (fits) return size
  faults.push(
    `Expected --organisation to be accounts x regions such as 200x5, from ${LEAST_ACCOUNTS}x1 to ${MOST_ACCOUNTS}x${REGIONS.length}, got ${JSON.stringify(text)}.`,
  )
  return undefined
}

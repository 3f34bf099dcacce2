/** Of all accounts, the one of zeros alone does not exist. */
const ACCOUNT = /^(?!0{12})\d{12}$/

export const isAccount = (text: string): boolean => ACCOUNT.test(text)

/** A key in 16 characters: where many are kept in one item, or part of what AWS limits. */
export const shortenKey = async (key: string): Promise<string> => {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(key))
  return Buffer.from(digest).toString('base64url').slice(0, 16)
}
